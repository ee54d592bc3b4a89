"""A copy of the database as it was at one moment, taken while servers write to it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from livegate.storage.sqlite.connection import UnusableDatabaseError, open_reader
from livegate.storage.sqlite.errors import translated

_PAGES_AT_ONCE: Final = 1_024
"""1 MB: SQLite gives its lock and Python's interpreter free between two portions."""


@dataclass(frozen=True, slots=True)
class DatabaseCopy:
    """What a copy holds."""

    schema_version: int
    sessions: int
    object_names: tuple[str, ...]


def copy_database(source: Path, target: Path) -> DatabaseCopy:
    """Copy the database to the new file ``target``, one whole file with mode 0600, and return what is in it.

    Nobody waits for it: in WAL mode a reader keeps no writer waiting. The reader's view stays that of one moment, since
    SQLite begins a backup anew whenever somebody writes in between; until the copy is done the write-ahead log
    cannot be cut (``WriteLog``). Raises ``StoreUnavailableError``, and ``UnusableDatabaseError`` where the
    source is no livegate database or damaged.
    """
    with translated():
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        with closing(open_reader(source)) as reader, closing(sqlite3.connect(target, isolation_level=None)) as copy:
            reader.execute("BEGIN")
            _require_sessions(reader, source)
            reader.backup(copy, pages=_PAGES_AT_ONCE)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            (integrity,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if integrity != "ok":
                raise UnusableDatabaseError(f"The database {source} is damaged: {integrity}.")
            return _content(copy)


@contextmanager
def alone_with(database: Path) -> Iterator[None]:
    """Keep servers from opening the database meanwhile. Raises ``UnusableDatabaseError`` when one has it open.

    Nothing happens where there is no such file.
    """
    if not database.exists():
        yield
        return
    with translated(), closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
        # https://www.sqlite.org/wal.html#noshm: in this mode the file is locked against all other connections.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise UnusableDatabaseError(f"A server has {database} open: stop it first.") from None
        yield
        connection.execute("ROLLBACK")


def _require_sessions(reader: sqlite3.Connection, source: Path) -> None:
    if reader.execute("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'").fetchone() is None:
        raise UnusableDatabaseError(f"{source} is no database of livegate.")


def _content(copy: sqlite3.Connection) -> DatabaseCopy:
    (version,) = copy.execute("SELECT max(version) FROM schema_migrations").fetchone()
    (sessions,) = copy.execute("SELECT count(*) FROM sessions").fetchone()
    names = copy.execute("SELECT object_name FROM session_images ORDER BY object_name")
    return DatabaseCopy(version, sessions, tuple(name for (name,) in names))
