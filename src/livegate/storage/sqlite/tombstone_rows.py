"""The chain of tombstones within a transaction of somebody else's."""

from collections.abc import Iterator, Sequence

from livegate.sessions.erasure_register import Checkpoint
from livegate.sessions.tombstones import Tombstone, check_chain
from livegate.storage import statements
from livegate.storage.rows import from_microseconds, tombstone_from_record, tombstone_parameters
from livegate.storage.sqlite.connection import ReadConnection, WriteConnection
from livegate.storage.sqlite.many_rows import insert_rows


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


def keep_tombstones(connection: WriteConnection, tombstones: Sequence[Tombstone]) -> None:
    """Keep the tombstones that come next; the write lock makes their numbers unique."""
    insert_rows(connection, statements.INSERT_TOMBSTONE, [tombstone_parameters(tombstone) for tombstone in tombstones])


def put_back(connection: WriteConnection, tombstone: Tombstone) -> None:
    """Keep a tombstone that the database had lost. Raises ``ErasureChainError`` when it does not come next."""
    check_chain(last_tombstone(connection), [tombstone])
    keep_tombstones(connection, [tombstone])


def _checkpoint(connection: ReadConnection | WriteConnection, statement: str, sequence: int) -> Checkpoint | None:
    record: tuple[int, int, str] | None = connection.execute(statement, {"sequence": sequence}).fetchone()
    return None if record is None else Checkpoint(record[0], from_microseconds(record[1]), record[2])
