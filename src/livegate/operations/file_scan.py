"""Looks for byte strings in files, however large, and for the wrapped keys that lie in them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from os.path import commonprefix
from pathlib import Path
from typing import Final

CHUNK_SIZE: Final = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Hit:
    """Where something was found; ``name`` says what, never its bytes."""

    name: str
    path: Path
    offset: int


@dataclass(frozen=True, slots=True)
class KeyShape:
    """What a wrapped key looks like: how it begins, in one of several ways that are much alike, and its length."""

    beginnings: tuple[bytes, ...]
    length: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read, what was found in it, how many wrapped keys seem to be there, and which of them open."""

    files: int
    size: int
    hits: tuple[Hit, ...]
    wrapped_keys: int
    opened: tuple[Hit, ...]


def files_below(places: Iterable[Path]) -> tuple[Path, ...]:
    """Return every plain file in the places, each a file or a folder, once. Links are not followed."""
    found = {
        path.resolve(): path
        for place in places
        for path in ([place] if place.is_file() else sorted(place.rglob("*")))
        if path.is_file() and not path.is_symlink()
    }
    return tuple(found.values())


def scan_files(
    paths: Iterable[Path],
    needles: Mapping[str, bytes],
    *,
    key_shapes: tuple[KeyShape, ...] = (),
    opens: Callable[[Path, int, bytes], bool] = lambda *_: False,
) -> Scan:
    """Read every file once. ``opens`` is asked, with path and offset, of what has the shape of a wrapped key.

    A file that is gone meanwhile holds nothing. Raises ``OSError`` for one that cannot be read.
    """
    files = size = wrapped_keys = 0
    hits: list[Hit] = []
    opened: list[Hit] = []
    longest = max([1, *map(len, needles.values()), *(shape.length for shape in key_shapes)])
    for path in paths:
        files, end = files + 1, 0
        for offset, chunk in _chunks(path, overlap=longest - 1):
            end = offset + len(chunk)
            hits += [Hit(name, path, offset + place) for name, place in _places(chunk, needles)]
            for place, candidate in _candidates(chunk, key_shapes):
                wrapped_keys += 1
                if opens(path, offset + place, candidate):
                    opened.append(Hit("a wrapped key that opens", path, offset + place))
        size += end
    return Scan(files, size, tuple(dict.fromkeys(hits)), wrapped_keys, tuple(dict.fromkeys(opened)))


def _chunks(path: Path, *, overlap: int) -> Iterator[tuple[int, bytes]]:
    # Not mapped into memory: the write-ahead log may be cut meanwhile, and what is read beyond its end kills a process.
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        offset, kept = 0, b""
        while content := file.read(CHUNK_SIZE):
            chunk = kept + content
            yield offset, chunk
            kept = chunk[-overlap:] if overlap else b""
            offset += len(chunk) - len(kept)


def _places(chunk: bytes, needles: Mapping[str, bytes]) -> Iterator[tuple[str, int]]:
    for name, needle in needles.items():
        for place in _all(chunk, needle):
            yield name, place


def _candidates(chunk: bytes, key_shapes: tuple[KeyShape, ...]) -> Iterator[tuple[int, bytes]]:
    for shape in key_shapes:
        # Looking for what all have in common is ten times as quick as a regular expression with alternatives.
        common = commonprefix(shape.beginnings)  # noqa: RUF071  # of bytes, and not of paths
        for place in _all(chunk, common) if common else ():
            candidate = chunk[place : place + shape.length]
            if candidate.startswith(shape.beginnings) and len(candidate) == shape.length:
                yield place, candidate


def _all(chunk: bytes, needle: bytes) -> Iterator[int]:
    place = chunk.find(needle)
    while place >= 0:
        yield place
        place = chunk.find(needle, place + 1)
