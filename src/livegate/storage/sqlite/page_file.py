"""A database file as pages, past SQLite: what it does not show is what matters after an erasure.

Source of the layout: https://www.sqlite.org/fileformat2.html, sections 1.3, 1.5 and 1.6.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from livegate.storage.sqlite.connection import UnusableDatabaseError

_MAGIC: Final = b"SQLite format 3\0"
_HEADER_SIZE: Final = 100
_POINTER_SIZE: Final = 4
_INTERIOR_INDEX_PAGE: Final = b"\x02"
_INTERIOR_HEADER_SIZE: Final = 12


class PageFile:
    """One open database file. A running server may change it meanwhile."""

    def __init__(self, file: BinaryIO, page_size: int) -> None:
        self._file = file
        self._page_size = page_size

    def free_pages(self) -> Iterator[bytes]:
        """Yield the content of every free page, those apart that list the others."""
        self._file.seek(32)
        trunk = int.from_bytes(self._file.read(_POINTER_SIZE))
        seen: set[int] = set()
        while trunk and trunk not in seen:
            seen.add(trunk)
            content = self._page(trunk)
            count = min(int.from_bytes(content[4:8]), self._page_size // _POINTER_SIZE - 2)
            for start in range(8, 8 + _POINTER_SIZE * count, _POINTER_SIZE):
                yield self._page(int.from_bytes(content[start : start + _POINTER_SIZE]))
            trunk = int.from_bytes(content[:_POINTER_SIZE])

    def value_at(self, offset: int, length: int) -> bytes:
        """Return ``length`` bytes of a value, at most a page, from ``offset`` on.

        Where the page ends before the value does, that is an overflow page, and the next one is named at its start.
        """
        number, place = divmod(offset, self._page_size)
        content = self._page(number + 1)
        value = content[place : place + length]
        if len(value) < length:
            following = self._page(int.from_bytes(content[:_POINTER_SIZE]))
            value += following[_POINTER_SIZE : _POINTER_SIZE + length - len(value)]
        return value

    def read_ahead(self, root: int) -> None:
        """Have the system read an index from the disk; it goes on by itself. ``root`` is the number of its first page.

        Pages that a running server moves meanwhile are missed. macOS takes no such advice. Raises ``OSError``.
        """
        if not hasattr(os, "posix_fadvise"):
            return
        level, seen = [root], {0, root}
        while level:
            for number in level:
                offset = (number - 1) * self._page_size
                os.posix_fadvise(self._file.fileno(), offset, self._page_size, os.POSIX_FADV_WILLNEED)
            # All leaves are equally deep: to look at the first of them is enough.
            if not self._page(level[0]).startswith(_INTERIOR_INDEX_PAGE):
                return
            children = dict.fromkeys(child for number in level for child in _children(self._page(number)))
            level = [child for child in children if child not in seen]
            seen.update(level)

    def _page(self, number: int) -> bytes:
        self._file.seek(max(0, number - 1) * self._page_size)
        return self._file.read(self._page_size)


def _children(content: bytes) -> Iterator[int]:
    """Yield the numbers of the pages below an interior page of an index, in the order of the index."""
    count = int.from_bytes(content[3:5])
    for place in range(_INTERIOR_HEADER_SIZE, _INTERIOR_HEADER_SIZE + 2 * count, 2):
        cell = int.from_bytes(content[place : place + 2])
        yield int.from_bytes(content[cell : cell + _POINTER_SIZE])
    yield int.from_bytes(content[8:_INTERIOR_HEADER_SIZE])


@contextmanager
def opened_page_file(path: Path) -> Iterator[PageFile]:
    """Open a database file. Raises ``UnusableDatabaseError`` for another file, and ``OSError``."""
    # Unbuffered: a buffer would show a page as it was before.
    with path.open("rb", buffering=0) as file:
        header = file.read(_HEADER_SIZE)
        if not header.startswith(_MAGIC):
            raise UnusableDatabaseError(f"The file {path} is no SQLite database.")
        size = int.from_bytes(header[16:18])
        yield PageFile(file, 65_536 if size == 1 else size)
