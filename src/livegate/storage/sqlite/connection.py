"""Opens the database file: who may read it, how durable it is, and what is left of what was deleted."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NewType

ReadConnection = NewType("ReadConnection", sqlite3.Connection)
WriteConnection = NewType("WriteConnection", sqlite3.Connection)

MINIMUM_SQLITE: Final = (3, 38, 0)  # JSON functions in every build, STRICT tables
BUSY_MILLISECONDS: Final = 5_000
PAGE_SIZE: Final = 1_024  # the filler column of the sessions is as long

_WRITER_SETTINGS: Final = (
    f"PRAGMA page_size = {PAGE_SIZE}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # in WAL mode NORMAL may lose acknowledged commits in a power cut
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",  # savepoints must not copy pages into a temporary file
    "PRAGMA wal_autocheckpoint = 4000",  # 4 MB
    # New ids fall anywhere in two indexes; of a million sessions all but the leaves fit. Larger is slower: to balance
    # a tree SQLite numbers a page beyond all others for a moment, and at the commit looks through its whole cache.
    "PRAGMA cache_size = -8192",
)


class UnusableDatabaseError(Exception):
    """This program cannot work with this SQLite or this database; the message tells the operator why."""


def require_sqlite(version: tuple[int, ...]) -> None:
    """Raise ``UnusableDatabaseError`` for a SQLite library that is too old."""
    if version < MINIMUM_SQLITE:
        found, needed = (".".join(map(str, numbers)) for numbers in (version, MINIMUM_SQLITE))
        raise UnusableDatabaseError(f"livegate needs SQLite {needed} or newer; this Python has {found}.")


def open_writer(path: Path) -> WriteConnection:
    """Open the file for reading and writing, making it, and its folder, where there is none.

    The file gets mode 0600, which SQLite gives to its ``-wal`` and ``-shm`` files too; a new folder gets 0700.
    Raises ``UnusableDatabaseError`` for an old SQLite or a file system without WAL, ``sqlite3.Error`` and ``OSError``.
    """
    require_sqlite(sqlite3.sqlite_version_info)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    with _folder_locked(path.parent):
        connection = _connect(path, _WRITER_SETTINGS)
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        connection.close()
        raise UnusableDatabaseError(f"The file system of {path} does not allow SQLite's write-ahead log.")
    return WriteConnection(connection)


def open_reader(path: Path) -> ReadConnection:
    """Open the existing file so that no statement can change it. Raises ``sqlite3.Error``."""
    return ReadConnection(_connect(path, ("PRAGMA query_only = ON",)))


def _connect(path: Path, settings: tuple[str, ...]) -> sqlite3.Connection:
    # Each connection is used by one thread at a time, though not always by the one that opened it.
    connection = sqlite3.connect(path, timeout=BUSY_MILLISECONDS / 1_000, isolation_level=None, check_same_thread=False)
    try:
        for setting in settings:
            connection.execute(setting)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def _folder_locked(directory: Path) -> Iterator[None]:
    # SQLite does not wait for others while it turns a new file to WAL, it fails as "locked": one process at a time.
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
