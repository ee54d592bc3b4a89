"""The condition of a database: what only a look into the file tells."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from livegate.sessions.tombstones import ErasureChainError, check_chain
from livegate.storage.erasure_log import ErasureLog
from livegate.storage.rows import from_microseconds
from livegate.storage.sqlite.connection import ReadConnection, WriteConnection, open_reader, open_writer
from livegate.storage.sqlite.errors import translated
from livegate.storage.sqlite.migrations import load_migrations
from livegate.storage.sqlite.tombstone_rows import tombstones_between

LARGEST_FULL_CHECK: Final = 1_073_741_824
"""Bytes: up to here every index is compared with its table, which takes some ten seconds."""

_FULL: Final = 2
"""``PRAGMA synchronous``: https://www.sqlite.org/pragma.html#pragma_synchronous."""


@dataclass(frozen=True, slots=True)
class DatabaseCondition:
    """``integrity`` is ``ok`` or SQLite's first complaint; sizes are in bytes; ``newest`` is the last time in it."""

    integrity: str
    is_fully_checked: bool
    schema_version: int
    known_version: int
    is_durable: bool
    size: int
    free_size: int
    log_size: int
    sessions: int
    pending_removals: int
    newest: datetime | None


def examine_database(path: Path) -> DatabaseCondition:
    """Return the condition of an existing database, opened as a server opens it.

    Raises ``UnusableDatabaseError`` and ``StoreUnavailableError``.
    """
    with translated(), closing(open_writer(path)) as connection:
        pages, free, page_size = (
            _number(connection, f"PRAGMA {name}") for name in ("page_count", "freelist_count", "page_size")
        )
        is_fully_checked = pages * page_size <= LARGEST_FULL_CHECK
        check = "integrity_check" if is_fully_checked else "quick_check"
        (integrity,) = connection.execute(f"PRAGMA {check}(1)").fetchone()
        log = path.with_name(f"{path.name}-wal")
        newest = _number(connection, "SELECT coalesce(max(created_at), 0) FROM sessions")
        return DatabaseCondition(
            integrity=integrity,
            is_fully_checked=is_fully_checked,
            schema_version=_number(connection, "SELECT max(version) FROM schema_migrations"),
            known_version=load_migrations()[-1].version,
            is_durable=_is_durable(connection),
            size=pages * page_size,
            free_size=free * page_size,
            log_size=log.stat().st_size if log.exists() else 0,
            sessions=_number(connection, "SELECT count(*) FROM sessions"),
            pending_removals=_number(connection, "SELECT count(*) FROM object_removals"),
            newest=from_microseconds(newest) if newest else None,
        )


def check_erasure_chain(database: Path, log: ErasureLog) -> int:
    """Return how many tombstones the chain has, each checked, in the database and in the log.

    Raises ``ErasureChainError`` for a broken chain and for a log that the database does not continue.
    """
    with _reading(database) as connection:
        tombstones = list(tombstones_between(connection, after=0))
    check_chain(None, tombstones)
    logged = list(log.read())
    if logged[: len(tombstones)] != tombstones[: len(logged)]:
        raise ErasureChainError("The database and the erasure log tell of different erasures.")
    if len(logged) > len(tombstones):
        raise ErasureChainError(
            f"The erasure log has {len(logged) - len(tombstones)} tombstones that the database lacks: an older "
            "database was put back, and the next start will erase again what came back with it."
        )
    return len(tombstones)


def kept_object_names(database: Path) -> frozenset[str]:
    """Return the names of all objects that belong to a session, or wait for their removal."""
    with _reading(database) as connection:
        query = "SELECT object_name FROM session_images UNION SELECT object_name FROM object_removals"
        return frozenset(name for (name,) in connection.execute(query))


def living_hours(database: Path, now: datetime) -> frozenset[int]:
    """Return the hours from 1970 in which the lives of sessions end that live at ``now``."""
    with _reading(database) as connection:
        query = "SELECT DISTINCT expires_at / 3600000000 FROM sessions WHERE expires_at > ?"
        return frozenset(hour for (hour,) in connection.execute(query, (int(now.timestamp() * 1_000_000),)))


@contextmanager
def _reading(database: Path) -> Iterator[ReadConnection]:
    with translated(), closing(open_reader(database)) as connection:
        yield ReadConnection(connection)


def _is_durable(connection: WriteConnection) -> bool:
    (journal_mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    return journal_mode == "wal" and _number(connection, "PRAGMA synchronous") == _FULL


def _number(connection: sqlite3.Connection, query: str) -> int:
    (number,) = connection.execute(query).fetchone()
    return int(number)
