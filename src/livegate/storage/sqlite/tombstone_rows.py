"""The chain of tombstones within a transaction of somebody else's."""

from collections.abc import Iterator
from datetime import datetime

from livegate.sessions.erasure_register import Checkpoint
from livegate.sessions.tombstones import ErasureNote, Tombstone, check_chain, follow
from livegate.storage import statements
from livegate.storage.rows import from_microseconds, tombstone_from_record, tombstone_parameters
from livegate.storage.sqlite.connection import ReadConnection, WriteConnection


def last_tombstone(connection: ReadConnection | WriteConnection) -> Tombstone | None:
    """Return the newest tombstone, or None."""
    record = connection.execute(statements.SELECT_LAST_TOMBSTONE).fetchone()
    return record and tombstone_from_record(record)


def tombstone_at(connection: ReadConnection | WriteConnection, sequence: int) -> Tombstone | None:
    """Return the tombstone with this number, or None."""
    record = connection.execute(statements.SELECT_TOMBSTONE, {"sequence": sequence}).fetchone()
    return record and tombstone_from_record(record)


def tombstones_between(
    connection: ReadConnection | WriteConnection, *, after: int, until: int | None = None
) -> Iterator[Tombstone]:
    """Yield the tombstones with numbers greater than ``after``, in order, up to and with ``until``."""
    parameters = {"after": after, "until": until}
    return map(tombstone_from_record, connection.execute(statements.SELECT_TOMBSTONES, parameters))


def checkpoint_before(connection: ReadConnection | WriteConnection, sequence: int) -> Checkpoint | None:
    """Return the last checkpoint before a tombstone, or None."""
    return _checkpoint(connection, statements.SELECT_CHECKPOINT_BEFORE, sequence)


def checkpoint_from(connection: ReadConnection | WriteConnection, sequence: int) -> Checkpoint | None:
    """Return the first checkpoint of a tombstone or one after it, or None."""
    return _checkpoint(connection, statements.SELECT_CHECKPOINT_FROM, sequence)


def bury(connection: WriteConnection, note: ErasureNote, *, expires_at: datetime, rows: int, images: int) -> Tombstone:
    """Keep the tombstone that comes next, and return it; the write lock makes its number unique."""
    tombstone = follow(last_tombstone(connection), note, expires_at=expires_at, rows=rows, images=images)
    connection.execute(statements.INSERT_TOMBSTONE, tombstone_parameters(tombstone))
    return tombstone


def put_back(connection: WriteConnection, tombstone: Tombstone) -> None:
    """Keep a tombstone that the database had lost. Raises ``ErasureChainError`` when it does not come next."""
    check_chain(last_tombstone(connection), [tombstone])
    connection.execute(statements.INSERT_TOMBSTONE, tombstone_parameters(tombstone))


def _checkpoint(connection: ReadConnection | WriteConnection, statement: str, sequence: int) -> Checkpoint | None:
    record: tuple[int, int, str] | None = connection.execute(statement, {"sequence": sequence}).fetchone()
    return None if record is None else Checkpoint(record[0], from_microseconds(record[1]), record[2])
