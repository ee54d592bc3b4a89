"""What tells that a file was replaced, for those who ask at every call.

Looking costs some ten microseconds, so that within one turn of the event loop each file is looked at once: what one
request is told, the others of the same turn are told too.
"""

import asyncio
import os
from os import PathLike
from typing import Final

FileIdentity = tuple[int, int, int]
"""Inode, time of the last change in nanoseconds, size in bytes."""


class FileIdentities:
    """Looks at files. Of one event loop; threads and programs without one look each time they ask."""

    def __init__(self) -> None:
        self._seen: Final[dict[str | PathLike[str], FileIdentity]] = {}

    def of(self, path: str | PathLike[str]) -> FileIdentity | None:
        """Return what changes when the file is replaced or written, or None when there is none. Raises ``OSError``."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return _look(path)
        seen = self._seen.get(path)
        if seen is None and (seen := _look(path)) is not None:
            # That there is none is not kept: another process may make it meanwhile, and this one then reads it.
            if not self._seen:
                loop.call_soon(self._seen.clear)
            self._seen[path] = seen
        return seen

    def forget(self, path: str | PathLike[str]) -> None:
        """Look again, for the file was changed just now."""
        self._seen.pop(path, None)


def _look(path: str | PathLike[str]) -> FileIdentity | None:
    try:
        status = os.stat(path)  # noqa: PTH116  # Path.stat costs as much again
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
