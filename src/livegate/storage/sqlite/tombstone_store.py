"""The tombstones and checkpoints on SQLite, and the comparison with the erasure log at start."""

from collections.abc import Callable, Iterable

from livegate.sessions.erasure_register import Checkpoint, Reconciliation
from livegate.sessions.ports import SessionKey
from livegate.sessions.tombstones import ErasureChainError, Tombstone, check_chain
from livegate.storage import statements
from livegate.storage.erasure_log import ErasureLog
from livegate.storage.rows import session_key, to_microseconds, tombstone_from_record
from livegate.storage.sqlite.connection import ReadConnection, WriteConnection
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_rows import delete_sessions
from livegate.storage.sqlite.tombstone_rows import (
    checkpoint_before,
    checkpoint_from,
    last_tombstone,
    put_back,
    tombstone_at,
    tombstones_between,
)


class SqliteTombstoneStore:
    """The chain in one database, beside which its log lies."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def reconcile(self, session_hash: Callable[[SessionKey], bytes]) -> Reconciliation:
        """Make database and erasure log agree before anything is served, in one transaction.

        Where the log goes on beyond the database, the database is an older one: its chain is completed, and every
        session that a recovered tombstone names is erased again. Where the database goes on beyond the log, a crash
        came between, and the log is completed. Raises ``ErasureChainError`` where neither continues the other, or
        where what was written since the last checkpoint is no chain; ``StoreUnavailableError``.
        """
        log = self._database.erasure_log

        def write(connection: WriteConnection) -> Reconciliation:
            # Inside the transaction nobody commits a tombstone, and with the log open nobody writes one there.
            with log.opened() as opened:
                logged = opened.last()
            head = last_tombstone(connection)
            _check_recent(connection, head)
            if logged is None:
                return Reconciliation(recovered=0, erased_again=0)
            known = None if head is None else head.sequence
            if known is not None and logged.sequence <= known:
                _require_same(tombstone_at(connection, logged.sequence), logged)
                return Reconciliation(recovered=0, erased_again=0)
            lost = _lost(head, log)
            for tombstone in lost:
                put_back(connection, tombstone)
            return Reconciliation(len(lost), _erase_again(connection, lost, session_hash))

        return await self._database.write(write, erases=True)

    async def last(self) -> Tombstone | None:
        """Return the newest tombstone, or None."""
        return self._database.find(last_tombstone)

    async def find(self, resource: str, session_hash: bytes) -> Tombstone | None:
        """Return the newest tombstone of a session, or None."""
        parameters = {"resource": resource, "session_hash": session_hash}

        def read(connection: ReadConnection) -> Tombstone | None:
            record = connection.execute(statements.SELECT_TOMBSTONE_OF_SESSION, parameters).fetchone()
            return record and tombstone_from_record(record)

        return self._database.find(read)

    async def of_resource(self, resource: str, *, after: int, limit: int) -> tuple[Tombstone, ...]:
        """Return up to ``limit`` tombstones of a resource with numbers greater than ``after``, the oldest first."""
        parameters = {"resource": resource, "after": after, "limit": limit}

        def read(connection: ReadConnection) -> tuple[Tombstone, ...]:
            records = connection.execute(statements.SELECT_TOMBSTONES_OF_RESOURCE, parameters)
            return tuple(map(tombstone_from_record, records))

        return await self._database.read(read)

    async def between(self, *, after: int, until: int | None = None) -> tuple[Tombstone, ...]:
        """Return the tombstones with numbers greater than ``after``, up to and with ``until``, in order."""
        return await self._database.read(
            lambda connection: tuple(tombstones_between(connection, after=after, until=until))
        )

    async def checkpoint_before(self, sequence: int) -> Checkpoint | None:
        """Return the last checkpoint before a tombstone, or None."""
        return self._database.find(lambda connection: checkpoint_before(connection, sequence))

    async def checkpoint_from(self, sequence: int) -> Checkpoint | None:
        """Return the first checkpoint of a tombstone or one after it, or None."""
        return self._database.find(lambda connection: checkpoint_from(connection, sequence))

    async def keep_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint, unless there is one for the same tombstone."""
        parameters = {
            "sequence": checkpoint.sequence,
            "signed_at": to_microseconds(checkpoint.signed_at),
            "signed": checkpoint.signed,
        }

        def write(connection: WriteConnection) -> None:
            connection.execute(statements.INSERT_CHECKPOINT, parameters)

        await self._database.write(write)


def _check_recent(connection: WriteConnection, head: Tombstone | None) -> None:
    """Check the chain from the last checkpoint on; what is older was checked before it was signed."""
    if head is None:
        return
    signed = checkpoint_before(connection, head.sequence)
    first = None if signed is None else tombstone_at(connection, signed.sequence)
    check_chain(first, tombstones_between(connection, after=0 if first is None else first.sequence))


def _lost(head: Tombstone | None, log: ErasureLog) -> tuple[Tombstone, ...]:
    """Return what the log has beyond the database, whose last tombstone must stand in it."""
    known = 0 if head is None else head.sequence
    lost = []
    for tombstone in log.read():
        if tombstone.sequence == known:
            _require_same(head, tombstone)
        elif tombstone.sequence > known:
            lost.append(tombstone)
    check_chain(head, lost)
    return tuple(lost)


def _require_same(known: Tombstone | None, logged: Tombstone) -> None:
    if known != logged:
        raise ErasureChainError(
            f"The database and the erasure log differ in tombstone {logged.sequence}: one of them was changed, or is "
            "another server's. Put back the two that belong together; nothing has been changed."
        )


def _erase_again(
    connection: WriteConnection, lost: Iterable[Tombstone], session_hash: Callable[[SessionKey], bytes]
) -> int:
    wanted = {tombstone.session_hash for tombstone in lost}
    keys = (session_key(record) for record in connection.execute(statements.SELECT_SESSION_KEYS))
    returned = [key for key in keys if session_hash(key) in wanted]
    for key in returned:
        delete_sessions(connection, [key])
    return len(returned)
