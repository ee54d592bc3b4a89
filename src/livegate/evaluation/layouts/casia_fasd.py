"""CASIA-FASD: a folder a person, with clips named 1 to 8 and HR_1 to HR_4.

1, 2 and HR_1 are real; 3, 4 and HR_2 warped photos; 5, 6 and HR_3 cut photos; 7, 8 and HR_4 replays (Zhang et al.,
"A face antispoofing database with diverse attacks", ICB 2012).
"""

from collections.abc import Iterator
from pathlib import Path

from livegate.evaluation.data_set import CLIP_SUFFIXES, Medium, Presentation

SPECIES = {
    **dict.fromkeys(("1", "2", "HR_1"), None),
    **dict.fromkeys(("3", "4", "HR_2"), "warped photo"),
    **dict.fromkeys(("5", "6", "HR_3"), "cut photo"),
    **dict.fromkeys(("7", "8", "HR_4"), "replay"),
}
CLIPS_OF_A_PERSON = frozenset({"1", "3", "5", "7", "HR_1"})
"""A person's folder holds at least these: numbers alone name clips in other data sets too."""


def is_casia_fasd(directory: Path) -> bool:
    """Tell whether there is a person's folder."""
    return next(_persons(directory), None) is not None


def read_casia_fasd(directory: Path) -> tuple[Presentation, ...]:
    """Return all clips, by name; their source is the part of the data set that the person is in."""
    return tuple(
        Presentation(
            name=path.relative_to(directory).as_posix(),
            files=(path,),
            medium=Medium.CLIP,
            attack=SPECIES[path.stem],
            source=person.parent.name,
        )
        for person in sorted(_persons(directory))
        for path in sorted(_clips(person))
    )


def _persons(directory: Path) -> Iterator[Path]:
    for path in directory.rglob("HR_1.*"):
        if {clip.stem for clip in _clips(path.parent)} >= CLIPS_OF_A_PERSON:
            yield path.parent


def _clips(person: Path) -> Iterator[Path]:
    return (path for path in person.iterdir() if path.stem in SPECIES and path.suffix.lower() in CLIP_SUFFIXES)
