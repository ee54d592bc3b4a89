"""A data set as values: what was presented to a camera, and which faces are to be compared."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")

CLIP_SUFFIXES = frozenset({".3gp", ".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm"})
PHOTO_SUFFIXES = frozenset(
    {".bmp", ".gif", ".heic", ".heif", ".jp2", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}
)


class DataSetError(Exception):
    """A folder cannot be read as a data set; the message says where, and what would be right."""


class Layout(StrEnum):
    """How a data set is laid out in its folder."""

    MANIFEST = "manifest"
    PAIRS = "pairs"
    LFW = "lfw"
    OULU_NPU = "oulu-npu"
    CASIA_FASD = "casia-fasd"
    LABEL_LIST = "label-list"
    FOLDERS = "folders"


class Medium(StrEnum):
    """What a file, or a folder of frames, is to be judged as."""

    CLIP = "clip"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Presentation:
    """One person, or one attack, in front of a camera.

    ``files`` holds one clip or one photo, or the frames of one clip in order. ``attack`` is the species of the
    presentation attack instrument, None for a bona fide presentation. ``source`` is where in the data set it is from.
    """

    name: str
    files: tuple[Path, ...]
    medium: Medium
    attack: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A reference photo and a probe, a photo or a clip, that show the same person if ``genuine``."""

    reference: Path
    probe: Path
    genuine: bool
    group: str


@dataclass(frozen=True, slots=True)
class DataSet:
    """Everything that a folder holds to be measured."""

    directory: Path
    layout: Layout
    presentations: tuple[Presentation, ...] = ()
    comparisons: tuple[Comparison, ...] = ()

    def limited(self, limit: int) -> "DataSet":
        """Return at most ``limit`` items of each kind, spread evenly over the order in which they stand."""
        return replace(
            self,
            presentations=_spread(self.presentations, limit, lambda item: (item.medium, item.attack)),
            comparisons=_spread(self.comparisons, limit, lambda item: (item.group, item.genuine)),
        )


def medium_of(path: Path) -> Medium | None:
    """Return what a file is by its suffix; a folder holds the frames of a clip."""
    suffix = path.suffix.lower()
    if suffix in CLIP_SUFFIXES or path.is_dir():
        return Medium.CLIP
    return Medium.PHOTO if suffix in PHOTO_SUFFIXES else None


def files_of(path: Path) -> tuple[Path, ...]:
    """Return the file itself, or a folder's pictures in the order of their names."""
    if not path.is_dir():
        return (path,)
    return tuple(sorted(file for file in path.iterdir() if file.suffix.lower() in PHOTO_SUFFIXES))


def _spread(items: Iterable[Item], limit: int, kind: Callable[[Item], Hashable]) -> tuple[Item, ...]:
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    held = tuple(items)
    for place, item in enumerate(held):
        places[kind(item)].append(place)
    kept = {
        same[index * len(same) // min(limit, len(same))]
        for same in places.values()
        for index in range(min(limit, len(same)))
    }
    return tuple(item for place, item in enumerate(held) if place in kept)
