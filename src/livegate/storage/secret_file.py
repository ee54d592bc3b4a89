"""Files that hold a secret: made once, readable by their owner alone, the same for every process that asks.

A secret that is replaced or destroyed is overwritten with zeros before its blocks are given back. A file system that
writes elsewhere than it is told to (copy on write, snapshots, a solid-state disk's own mapping) may keep the former
blocks all the same.
"""

import errno
import fcntl
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from livegate.storage.durable_file import create_file, sync_directory

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
_LARGEST_SECRET: Final = 65_536


class SecretFileError(Exception):
    """The secret file cannot be used; the message is one sentence for the operator and never quotes the content."""


def load_or_create_secret(path: Path, create: Callable[[], bytes]) -> bytes:
    """Return the secret in ``path``; where there is no such file, make it from ``create()`` first.

    Processes that start at the same time all return the content of the one that came first. Raises
    ``SecretFileError`` when the file cannot be made or read, is empty, is longer than 64 KiB, is no plain file, or
    may be read or written by anyone but its owner, or when others may write to its folder.
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


def read_secret(path: Path) -> bytes | None:
    """Return the secret in ``path``, or None where there is no such file. Raises as ``load_or_create_secret``."""
    try:
        return _read(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SecretFileError(f"The secret file {path} cannot be used: {error.strerror}.") from error


def change_secret(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Replace the content of the existing file by what ``change`` makes of it, as ``replace_secret``.

    Of changes at the same time each sees what the others have made. Raises as ``load_or_create_secret``.
    """
    try:
        descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            replace_secret(path, change(_read(path)))
        finally:
            os.close(descriptor)
    except OSError as error:
        raise SecretFileError(f"The secret file {path} cannot be used: {error.strerror}.") from error


def replace_secret(path: Path, content: bytes) -> None:
    """Make the file, or replace its content in one step and overwrite the former; durable when this returns.

    Two must not replace the same file at the same time: callers hold a lock. Killed in between, it leaves the file
    whole, and at most a file beside it that the next call, or ``destroy_secret``, removes. Raises ``OSError``.
    """
    temporary = _temporary(path)
    _overwrite_and_unlink(temporary)
    try:
        _write(temporary, content)
        former = _open_former(path)
        try:
            temporary.replace(path)
            sync_directory(path.parent)
            if former is not None:
                _overwrite(former)
        finally:
            if former is not None:
                os.close(former)
    except OSError:
        _overwrite_and_unlink(temporary)
        raise


def destroy_secret(path: Path) -> None:
    """Overwrite the file, and what an interrupted replacement left beside it, with zeros, and remove both, durably.

    No error where there is none. Raises ``OSError``.
    """
    _overwrite_and_unlink(_temporary(path))
    _overwrite_and_unlink(path)
    sync_directory(path.parent)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        if os.write(descriptor, content) != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open_former(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None


def _overwrite_and_unlink(path: Path) -> None:
    descriptor = _open_former(path)
    if descriptor is None:
        return
    try:
        _overwrite(descriptor)
    finally:
        os.close(descriptor)
    path.unlink(missing_ok=True)


def _overwrite(descriptor: int) -> None:
    os.pwrite(descriptor, bytes(os.fstat(descriptor).st_size), 0)
    os.fsync(descriptor)


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
    folder_mode = path.parent.stat().st_mode
    # Whoever may write to the folder can put another file in place; not so with the sticky bit, which the folders have
    # that container platforms mount secrets in.
    if folder_mode & _OTHERS_WRITE and not folder_mode & stat.S_ISVTX:
        permissions = f"{stat.S_IMODE(folder_mode):04o}"
        raise SecretFileError(
            f"The folder of the secret file {path} may be written to by other users (mode {permissions}): "
            "chmod it to 0700."
        )
