"""Which of SQLite's errors mean that the database cannot serve, rather than that livegate is wrong."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from livegate.sessions.ports import StoreUnavailableError

# https://www.sqlite.org/rescode.html; the low byte of an extended code is the primary one.
_UNAVAILABLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)


def is_unavailable(error: BaseException) -> bool:
    """Tell whether the engine is full, read-only, locked, damaged or out of reach."""
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _UNAVAILABLE


def unavailable(error: BaseException) -> StoreUnavailableError:
    """Return the sessions' error for this one of the engine or the file system."""
    return StoreUnavailableError(f"The database cannot serve: {error}.")


@contextmanager
def translated() -> Iterator[None]:
    """Raise ``StoreUnavailableError`` for the errors that mean so, of SQLite and of the file system."""
    try:
        yield
    except OSError as error:
        raise unavailable(error) from error
    except sqlite3.Error as error:
        if not is_unavailable(error):
            raise
        raise unavailable(error) from error
