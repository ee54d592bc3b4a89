"""Folders whose names say what is in them, as ``real`` and ``attack/print``.

So are Replay-Attack (``{train,devel,test}/{real,attack/{fixed,hand}}``), MSU-MFSD (``{real,attack}``), LCC-FASD
(``{real,spoof}``) and CelebA-Spoof (``Data/test/<person>/{live,spoof}``). Pictures in a labelled folder are photos;
pictures in a folder of their own below it are the frames of one clip.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePath

from livegate.evaluation.data_set import Medium, Presentation, medium_of
from livegate.evaluation.labels import ATTACK_WORDS, BONA_FIDE_WORDS, SPECIES_WORDS, is_label, normalised

# Replay-Attack and MSU-MFSD put the species into the names of the clips.
SPECIES_IN_NAME = re.compile(
    r"attack_(?P<replay_attack>print|mobile|highdef)_client"
    r"|attack_client\d+_.*_(?P<msu_mfsd>printed_photo|ipad_video|iphone_video)"
)
HOLDER_WORDS = frozenset({"fixed", "hand"})
"""How Replay-Attack held the instrument."""


def read_labelled_folders(directory: Path) -> tuple[Presentation, ...]:
    """Return every clip and photo below a folder with a label, by name; others are no part of the data set."""
    files: defaultdict[Path, list[Path]] = defaultdict(list)
    for path in sorted(directory.rglob("*")):
        if path.is_file() and medium_of(path) is not None:
            files[_presented_as(path)].append(path)
    return tuple(
        presentation
        for presented, held in sorted(files.items())
        for presentation in _presentations(directory, presented, tuple(held))
    )


def _presented_as(path: Path) -> Path:
    """Return the file itself, or the folder whose frames it is one of."""
    is_frame = medium_of(path) is Medium.PHOTO and not (is_label(path.parent.name) or path.parent.name in HOLDER_WORDS)
    return path.parent if is_frame else path


def _presentations(directory: Path, presented: Path, files: tuple[Path, ...]) -> Iterator[Presentation]:
    name = presented.relative_to(directory)
    folders = name.parts if presented.is_dir() else name.parent.parts
    place = next((place for place, folder in enumerate(folders) if is_label(folder)), None)
    if place is None:
        return
    yield Presentation(
        name=name.as_posix(),
        files=files,
        medium=Medium.CLIP if presented.is_dir() or medium_of(presented) is Medium.CLIP else Medium.PHOTO,
        attack=_species(name, folders[place:]),
        source=folders[0] if place > 0 else directory.name,
    )


def _species(name: PurePath, folders: tuple[str, ...]) -> str | None:
    words = [normalised(folder) for folder in folders]
    if words[0] in BONA_FIDE_WORDS:
        return None
    named = SPECIES_IN_NAME.search(name.name)
    if named is not None:
        return named["replay_attack"] or named["msu_mfsd"]
    species = [word for word in words if word in SPECIES_WORDS]
    return species[-1] if species else next(word for word in words if word in ATTACK_WORDS)
