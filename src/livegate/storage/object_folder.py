"""Sealed objects as files of one local folder.

obstore's own local store does not call ``fsync`` (version 0.12, seen with strace), so that an image it has
acknowledged could be lost in a power cut; this one does.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path

from livegate.sessions.ports import StoreUnavailableError
from livegate.storage.durable_file import replace_file, sync_directory

_LISTED_AT_ONCE = 500
_NAME = re.compile(r"[A-Za-z0-9-]+(?:/[A-Za-z0-9-]+)*")


class FolderObjectStore:
    """Objects as files with mode 0600. The folder is made, with mode 0700, where there is none.

    Raises ``ValueError`` for a name of other characters than letters, digits, ``-`` and ``/``.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        with _unavailable():
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def write(self, name: str, content: bytes) -> None:
        """Keep ``content``, durable when this returns."""
        path = self._path(name)
        with _unavailable():
            await asyncio.to_thread(replace_file, path, content)

    async def read(self, name: str) -> bytes | None:
        """Return the content, or None."""
        path = self._path(name)
        with _unavailable():
            try:
                return await asyncio.to_thread(path.read_bytes)
            except FileNotFoundError:
                await self.ping()
                return None

    async def remove(self, name: str) -> None:
        """Remove the object; no error when there is none. The file system decides when its blocks are overwritten."""
        path = self._path(name)
        with _unavailable():
            await asyncio.to_thread(_remove, path)

    async def written_before(self, moment: datetime, *, prefix: str) -> AsyncIterator[tuple[str, ...]]:
        """Give the names that begin with ``prefix``, of objects last written before ``moment``, a few at a time."""
        with _unavailable():
            names = _names_written_before(self._directory, moment.timestamp(), prefix.replace("/", "."))
            while batch := await asyncio.to_thread(lambda: tuple(islice(names, _LISTED_AT_ONCE))):
                yield batch

    async def ping(self) -> None:
        """Return when the folder can be listed and written."""
        with _unavailable():
            if not await asyncio.to_thread(os.access, self._directory, os.R_OK | os.W_OK | os.X_OK):
                raise StoreUnavailableError(f"The folder {self._directory} is missing or closed to this process.")

    def _path(self, name: str) -> Path:
        # One flat folder: no empty sub-folder named after an erased session stays behind, and no name leads outside.
        if not _NAME.fullmatch(name):
            raise ValueError("An object's name has letters, digits and - in parts joined by /.")
        return self._directory / name.replace("/", ".")


def _names_written_before(directory: Path, timestamp: float, prefix: str) -> Iterator[str]:
    with os.scandir(directory) as entries:
        for entry in entries:
            # What is removed meanwhile is not there any more.
            with suppress(FileNotFoundError):
                if entry.name.startswith(prefix) and entry.stat(follow_symlinks=False).st_mtime < timestamp:
                    yield entry.name.replace(".", "/")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    sync_directory(path.parent)


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailableError(f"The objects cannot be reached: {error.strerror}.") from error
