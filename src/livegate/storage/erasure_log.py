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

    def size(self) -> int:
        """Return the size in bytes."""
        return os.fstat(self._file.fileno()).st_size

    def last(self) -> Tombstone | None:
        """Return the last whole line's tombstone, and cut off what an interrupted write has left behind it.

        Raises ``ErasureChainError``.
        """
        size = self.size()
        start = max(0, size - 2 * LONGEST_LINE)
        self._file.seek(start)
        ending = self._file.read()
        whole = ending[: ending.rfind(b"\n") + 1]
        if start and not whole:
            raise ErasureChainError("The end of the erasure log is no line of it.")
        if len(whole) < len(ending):
            self._file.truncate(start + len(whole))
        return decode_line(whole[whole.rfind(b"\n", 0, -1) + 1 :]) if whole else None

    def read(self) -> Iterator[Tombstone]:
        """Yield the tombstones of all lines. Raises ``ErasureChainError``."""
        self._file.seek(0)
        while line := self._file.readline(LONGEST_LINE):
            yield decode_line(line)

    def append(self, tombstones: Iterable[Tombstone]) -> None:
        """Add lines; durable after ``sync``."""
        self._file.seek(0, os.SEEK_END)
        self._file.writelines(map(encode_line, tombstones))
        self._file.flush()

    def sync(self) -> None:
        """Make all lines durable, those of other processes too."""
        os.fsync(self._file.fileno())


class ErasureLog:
    """The log's file, with mode 0600. Every method raises ``OSError`` when it cannot be made, read or written."""

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
        """Yield the tombstones of all whole lines without keeping anybody out. Raises ``ErasureChainError``."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            while (line := file.readline(LONGEST_LINE)).endswith(b"\n"):
                yield decode_line(line)
