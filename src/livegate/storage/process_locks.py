"""Which processes over one data directory run, told by locks that the kernel gives back at the moment a process ends.

No clock is compared and nothing is written while a process lives, so that one which is stopped for a while is not
taken for dead, and one that is killed is known to be at once. Locks of ``flock`` belong to an opened file, and hold
between processes of one machine; SQLite's log binds them to one anyway.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class ProcessLocks:
    """Holds the lock of this process, in a file of its name, until ``close``.

    ``name`` is another one each time. The files of processes that have ended are removed when a new one begins.
    """

    def __init__(self, directory: Path, name: str) -> None:
        """Raise ``OSError`` where the folder cannot be written."""
        self._directory = directory
        self._name = name
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._folder_locked():
            self._remove_ended()
            self._descriptor = os.open(directory / name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    @property
    def name(self) -> str:
        """What this process is called."""
        return self._name

    def is_running(self, name: str) -> bool:
        """Tell whether the process of this name still runs."""
        return name == self._name or _is_locked(self._directory / name)

    def close(self) -> None:
        """Give the lock back."""
        (self._directory / self._name).unlink(missing_ok=True)
        os.close(self._descriptor)

    def _remove_ended(self) -> None:
        for path in self._directory.iterdir():
            if not _is_locked(path):
                path.unlink(missing_ok=True)

    @contextmanager
    def _folder_locked(self) -> Iterator[None]:
        # Between a new file and its lock, another process must not take it for one that has ended.
        descriptor = os.open(self._directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _is_locked(path: Path) -> bool:
    with suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
    return False
