"""OULU-NPU: every clip is named ``Phone_Session_User_File``, and File says what it shows.

1 is a real access; 2 and 3 are prints of two printers; 4 and 5 are replays on two displays (Boulkenafet et al.,
"OULU-NPU: a mobile face presentation attack database", FG 2017).
"""

import re
from collections.abc import Iterator
from pathlib import Path

from livegate.evaluation.data_set import CLIP_SUFFIXES, Medium, Presentation

CLIP_NAME = re.compile(r"(?P<phone>[1-6])_(?P<session>[1-3])_\d\d_(?P<file>[1-5])")
SPECIES = {"1": None, "2": "print 1", "3": "print 2", "4": "replay 1", "5": "replay 2"}


def is_oulu_npu(directory: Path) -> bool:
    """Tell whether the folder holds a clip that is named so."""
    return next(_clips(directory), None) is not None


def read_oulu_npu(directory: Path) -> tuple[Presentation, ...]:
    """Return all clips, by name; their source is the phone that they were taken with."""
    return tuple(
        Presentation(
            name=path.relative_to(directory).as_posix(),
            files=(path,),
            medium=Medium.CLIP,
            attack=SPECIES[name["file"]],
            source=f"phone {name['phone']}, session {name['session']}",
        )
        for path, name in sorted(_clips(directory), key=lambda clip: clip[0])
    )


def _clips(directory: Path) -> Iterator[tuple[Path, re.Match[str]]]:
    for path in directory.rglob("*"):
        name = CLIP_NAME.fullmatch(path.stem)
        if name is not None and path.suffix.lower() in CLIP_SUFFIXES:
            yield path, name
