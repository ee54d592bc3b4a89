"""Small files that are there, whole and with mode 0600, once the call has returned, or not there at all.

POSIX promises neither the content nor the name after a power cut before ``fsync`` of the file and of its folder.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

_TEMPORARY_PREFIX: Final = ".livegate-"


def create_file(path: Path, content: bytes) -> None:
    """Make a new file. Raises ``FileExistsError``, and leaves the other's content, when the name is taken."""
    temporary = _write_temporary(path.parent, content)
    try:
        os.link(temporary, path)  # unlike a rename, a link never replaces what another process made meanwhile
    finally:
        temporary.unlink()
    sync_directory(path.parent)


def replace_file(path: Path, content: bytes) -> None:
    """Make the file, or replace its content in one step."""
    temporary = _write_temporary(path.parent, content)
    try:
        temporary.replace(path)
    except OSError:
        temporary.unlink()
        raise
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make the names that were added to or removed from the folder durable."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_interrupted(directory: Path, before: float) -> int:
    """Remove what writes that a crash has interrupted before a time have left in a folder; return how many there were.

    ``before`` is in seconds since 1970; what belongs to a running write is younger. A folder that is not there has
    none.
    """
    removed = 0
    for path in directory.glob(f"{_TEMPORARY_PREFIX}*"):
        # Another process may be removing them too.
        with suppress(FileNotFoundError):
            if path.lstat().st_mtime < before:
                path.unlink()
                removed += 1
    if removed:
        sync_directory(directory)
    return removed


def _write_temporary(directory: Path, content: bytes) -> Path:
    with tempfile.NamedTemporaryFile(dir=directory, prefix=_TEMPORARY_PREFIX, delete=False) as file:
        path = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            path.unlink()
            raise
    return path
