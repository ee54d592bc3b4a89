"""Files that hold a secret: made once, readable by their owner alone, the same for every process that asks."""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from livegate.storage.durable_file import create_file

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LARGEST_SECRET = 65_536


class SecretFileError(Exception):
    """The secret file cannot be used; the message is one sentence for the operator and never quotes the content."""


def load_or_create_secret(path: Path, create: Callable[[], bytes]) -> bytes:
    """Return the secret in ``path``; where there is no such file, make it from ``create()`` first.

    Processes that start at the same time all return the content of the one that came first. Raises
    ``SecretFileError`` when the file cannot be made or read, is empty, is longer than 64 KiB, is no plain file, or
    may be read or written by anyone but its owner.
    """
    try:
        with suppress(FileNotFoundError):
            return _read(path)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            create_file(path, create())
        return _read(path)
    except OSError as error:
        raise SecretFileError(f"The secret file {path} cannot be used: {error.strerror}.") from error


def _read(path: Path) -> bytes:
    # O_NONBLOCK: opening a pipe somebody put there must not wait for its writer.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        _check_access(path, os.fstat(descriptor).st_mode)
        content = os.read(descriptor, _LARGEST_SECRET + 1)
    finally:
        os.close(descriptor)
    if not 0 < len(content) <= _LARGEST_SECRET:
        raise SecretFileError(f"The secret file {path} must hold 1 to {_LARGEST_SECRET} bytes.")
    return content


def _check_access(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise SecretFileError(f"The secret file {path} is not a plain file.")
    if mode & _OTHERS:
        permissions = f"{stat.S_IMODE(mode):04o}"
        raise SecretFileError(f"The secret file {path} is open to other users (mode {permissions}): chmod it to 0600.")
