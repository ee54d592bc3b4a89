"""Database and erasure log as they are at one moment, for whoever verifies them beside running servers."""

import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import msgspec

from livegate.sessions.erasure_register import Checkpoint
from livegate.sessions.ports import StoreUnavailableError
from livegate.sessions.tombstones import Tombstone
from livegate.storage import statements
from livegate.storage.erasure_log import ErasureLog
from livegate.storage.sqlite.connection import ReadConnection, open_reader
from livegate.storage.sqlite.database import ERASURE_LOG
from livegate.storage.sqlite.page_file import PageFile, opened_page_file
from livegate.storage.sqlite.tombstone_rows import (
    checkpoint_before,
    checkpoint_from,
    last_tombstone,
    tombstone_at,
    tombstones_between,
)

_IDS_AT_ONCE: Final = 1_000
# In one row: to fetch an id's row takes half as long as to hash the id.
_ROOT_PAGE: Final = "SELECT coalesce(max(rootpage), 0) FROM sqlite_schema WHERE name = 'sessions_by_resource'"
_SESSION_IDS: Final = f"SELECT json_group_array(session_id) FROM ({statements.SELECT_SESSION_IDS})"  # noqa: S608  # a constant


class SqliteErasureRecords:
    """One reading transaction; ``last_logged`` is the end of the log when it began."""

    def __init__(
        self, connection: ReadConnection, pages: PageFile, log: ErasureLog, last_logged: Tombstone | None
    ) -> None:
        self._connection = connection
        self._pages = pages
        self._log = log
        self._last_logged = last_logged

    def last(self) -> Tombstone | None:
        """Return the newest tombstone, or None."""
        return last_tombstone(self._connection)

    def at(self, sequence: int) -> Tombstone | None:
        """Return the tombstone with this number, or None."""
        return tombstone_at(self._connection, sequence)

    def between(self, *, after: int, until: int | None = None) -> Iterator[Tombstone]:
        """Yield the tombstones with numbers greater than ``after``, up to and with ``until``, in order."""
        return tombstones_between(self._connection, after=after, until=until)

    def checkpoint_before(self, sequence: int) -> Checkpoint | None:
        """Return the last checkpoint before a tombstone, or None."""
        return checkpoint_before(self._connection, sequence)

    def checkpoint_from(self, sequence: int) -> Checkpoint | None:
        """Return the first checkpoint of a tombstone or one after it, or None."""
        return checkpoint_from(self._connection, sequence)

    def has(self, session_id: str) -> bool:
        """Tell whether the database has a session with this id, in whatever resource and of whatever kind."""
        return self._connection.execute(statements.SELECT_PRESENCE, {"session_id": session_id}).fetchone() is not None

    def session_ids(self, resource: str) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield a kind and ids, some at a time, until each session of the resource has been named once."""
        (root,) = self._connection.execute(_ROOT_PAGE).fetchone()
        with ThreadPoolExecutor(max_workers=1) as beside:
            # SQLite would wait for the disk at each page. Where it fails, this is slower and no less true.
            beside.submit(self._pages.read_ahead, root)
            yield from self._ids_by_kind(resource)

    def logged(self, sequence: int) -> Tombstone | None:
        """Return the tombstone with this number from the erasure log, or None. Raises ``ErasureChainError``."""
        return self._log.find(sequence)

    def last_logged(self) -> Tombstone | None:
        """Return the last tombstone of the erasure log, or None."""
        return self._last_logged

    def _ids_by_kind(self, resource: str) -> Iterator[tuple[str, Sequence[str]]]:
        kind = self._next_kind(resource, after="")
        while kind is not None:
            last = ""
            while some := self._some_ids(resource, kind, after=last):
                yield kind, some
                last = max(some)
            kind = self._next_kind(resource, after=kind)

    def _next_kind(self, resource: str, *, after: str) -> str | None:
        found = self._connection.execute(statements.SELECT_NEXT_KIND, {"resource": resource, "after": after}).fetchone()
        kind: str | None = found[0]
        return kind

    def _some_ids(self, resource: str, kind: str, *, after: str) -> Sequence[str]:
        parameters = {"resource": resource, "kind": kind, "after": after, "limit": _IDS_AT_ONCE}
        (ids,) = self._connection.execute(_SESSION_IDS, parameters).fetchone()
        return msgspec.json.decode(ids, type=tuple[str, ...])


@contextmanager
def opened_erasure_records(database: Path) -> Iterator[SqliteErasureRecords]:
    """Open a database that there is.

    Raises ``StoreUnavailableError`` when there is none, or it has no tombstones, ``UnusableDatabaseError`` for another
    file, ``OSError``, and ``ErasureChainError`` when the log ends with something else than a tombstone.
    """
    if not database.is_file():
        raise StoreUnavailableError(f"There is no database {database}.")
    log = ErasureLog(database.with_name(ERASURE_LOG))
    # Before the transaction: a tombstone is in the database first, so that this one sees all that the log has.
    last_logged = log.last()
    try:
        # Closed after the connection: to close a file gives up all locks that the process has on it (fcntl(2)).
        with opened_page_file(database) as pages, closing(open_reader(database)) as connection:
            connection.execute("BEGIN")
            yield SqliteErasureRecords(connection, pages, log, last_logged)
    except sqlite3.Error as error:
        raise StoreUnavailableError(f"The database {database} cannot be read: {error}.") from error
