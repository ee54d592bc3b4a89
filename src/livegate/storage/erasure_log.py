"""The tombstones once more, as lines of a file beside the database, so that an older database gives itself away.

The file is a prefix of the database's chain, or the whole of it, for it is written after the commit; where it goes on
beyond the database, an older database was put back.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from livegate.sessions.tombstones import ErasureChainError, Tombstone, decode_line, encode_line
from livegate.storage.durable_file import sync_directory

LONGEST_LINE: Final = 4_096


class OpenErasureLog:
    """The log, open and locked against all other processes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def last(self) -> Tombstone | None:
        """Return the last whole line's tombstone, and cut off what an interrupted write has left behind it.

        Raises ``ErasureChainError``.
        """
        start, whole, rest = _ending(self._file)
        if rest:
            self._file.truncate(start + len(whole))
        return _last_of(whole)

    def append(self, tombstones: Iterable[Tombstone]) -> None:
        """Add lines, and make all lines durable, those of other processes too."""
        self._file.seek(0, os.SEEK_END)
        self._file.writelines(map(encode_line, tombstones))
        self._file.flush()
        os.fsync(self._file.fileno())


class ErasureLog:
    """The log's file, with mode 0600. Every method raises ``OSError`` when it cannot be made, read or written.

    Those that read raise ``ErasureChainError`` for a line that is none, and pass over one that is being written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def opened(self) -> Iterator[OpenErasureLog]:
        """Open the file, making it where there is none, and keep other processes out meanwhile."""
        is_new = not self._path.exists()
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if is_new:
                sync_directory(self._path.parent)
            yield OpenErasureLog(file)

    def read(self) -> Iterator[Tombstone]:
        """Yield the tombstones of all lines."""
        with self._reading() as file:
            while file is not None and (line := file.readline(LONGEST_LINE)).endswith(b"\n"):
                yield decode_line(line)

    def last(self) -> Tombstone | None:
        """Return the last line's tombstone, or None when there is none."""
        with self._reading() as file:
            return None if file is None else _last_of(_ending(file)[1])

    def find(self, sequence: int) -> Tombstone | None:
        """Return the tombstone with this number, or None; the lines are in order, so that few of them are read."""
        with self._reading() as file:
            if file is None:
                return None
            low, high = 0, file.seek(0, os.SEEK_END)
            while low < high:
                middle = (low + high) // 2
                line = _line_around(file, middle, low)
                if not line.endswith(b"\n"):
                    high = middle
                    continue
                tombstone = decode_line(line)
                if tombstone.sequence == sequence:
                    return tombstone
                low, high = (file.tell(), high) if tombstone.sequence < sequence else (low, file.tell() - len(line))
        return None

    @contextmanager
    def _reading(self) -> Iterator[BinaryIO | None]:
        if not self._path.exists():
            yield None
            return
        with self._path.open("rb") as file:
            yield file


def _ending(file: BinaryIO) -> tuple[int, bytes, bytes]:
    """Return the offset of the last bytes, those of them up to the last line feed, and the rest."""
    size = os.fstat(file.fileno()).st_size
    start = max(0, size - 2 * LONGEST_LINE)
    file.seek(start)
    content = file.read()
    length = content.rfind(b"\n") + 1
    if start and not length:
        raise ErasureChainError("The end of the erasure log is no line of it.")
    return start, content[:length], content[length:]


def _last_of(lines: bytes) -> Tombstone | None:
    return decode_line(lines[lines.rfind(b"\n", 0, -1) + 1 :]) if lines else None


def _line_around(file: BinaryIO, offset: int, least: int) -> bytes:
    """Return the line in which ``offset`` lies, and stand behind it; none begins before ``least``."""
    start = max(least, offset - LONGEST_LINE)
    file.seek(start)
    before = file.read(offset - start)
    file.seek(start + before.rfind(b"\n") + 1)
    return file.readline(LONGEST_LINE)
