"""Small files that are there, whole and with mode 0600, once the call has returned, or not there at all.

POSIX promises neither the content nor the name after a power cut before ``fsync`` of the file and of its folder.
"""

import os
import tempfile
from pathlib import Path


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


def _write_temporary(directory: Path, content: bytes) -> Path:
    with tempfile.NamedTemporaryFile(dir=directory, prefix=".", delete=False) as file:
        path = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            path.unlink()
            raise
    return path
