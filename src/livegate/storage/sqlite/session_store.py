"""The session store on SQLite: the Protocol's methods as single transactions, off the event loop."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from livegate.sessions.capture_traces import CaptureTrace
from livegate.sessions.ports import CreateCallRow, ErasedRow, ImageRow, SessionKey, SessionRow
from livegate.sessions.session import SessionKind
from livegate.sessions.sightings import Sighting
from livegate.sessions.tombstones import ErasureNote
from livegate.storage import statements
from livegate.storage.rows import (
    image_parameters,
    image_row,
    key_parameters,
    session_key,
    session_parameters,
    session_row,
    sighting_parameters,
    to_microseconds,
    trace_parameters,
)
from livegate.storage.sqlite.absences import absent_objects, absent_sessions
from livegate.storage.sqlite.connection import ReadConnection, WriteConnection
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.living_sessions import living_sessions
from livegate.storage.sqlite.session_erasures import SessionErasure, erase_sessions
from livegate.storage.sqlite.session_inserts import NewSession, insert_sessions


class SqliteSessionStore:
    """Sessions, their images and what their attempts leave, in one database."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or make a database for sessions alone. Raises as ``SqliteDatabase.open``."""
        return cls(SqliteDatabase.open(path))

    async def close(self) -> None:
        """Close the database."""
        await self._database.close()

    async def insert(self, row: SessionRow, *, call: CreateCallRow | None = None) -> SessionRow:
        """Keep a new session, and the call that makes it, and return it.

        Where the same call counts at ``row.created_at``, keep nothing and return the session that it has made. Of
        calls at the same time one makes its session. Raises ``DuplicateSessionError`` when the id is taken.
        """
        return await self._database.write_item(insert_sessions, NewSession(row, call))

    async def read_created(self, call_hash: bytes, now: datetime) -> SessionRow | None:
        """Return the session that a call has made, or None where no such call counts at ``now``."""
        parameters = {"call_hash": call_hash, "now": to_microseconds(now)}

        def read(connection: ReadConnection) -> SessionRow | None:
            record = connection.execute(statements.SELECT_CREATED, parameters).fetchone()
            return record and session_row(record)

        return self._database.find(read)

    async def read(self, key: SessionKey) -> SessionRow | None:
        """Return the session, expired or not, or None."""

        def read(connection: ReadConnection) -> SessionRow | None:
            record = connection.execute(statements.SELECT_SESSION, key_parameters(key)).fetchone()
            return record and session_row(record)

        return self._database.find(read)

    async def read_revision(self, key: SessionKey) -> int | None:
        """Return the revision of the session, expired or not, or None."""

        def read(connection: ReadConnection) -> int | None:
            record = connection.execute(statements.SELECT_REVISION, key_parameters(key)).fetchone()
            return None if record is None else int(record[0])

        return self._database.find(read)

    async def list_living(
        self, resource: str, kind: SessionKind, *, after: str, now: datetime, limit: int
    ) -> list[tuple[str, int]]:
        """Return id and revision of up to ``limit`` sessions with ids greater than ``after`` and ``expires_at > now``.

        They come in the plain string order of ids.
        """
        parameters = {
            "resource": resource,
            "kind": kind.value,
            "after": after,
            "now": to_microseconds(now),
            "limit": limit,
        }
        return self._database.find(lambda connection: living_sessions(connection, parameters))

    async def replace(
        self,
        row: SessionRow,
        *,
        image: ImageRow | None = None,
        sightings: Sequence[Sighting] = (),
        trace: CaptureTrace | None = None,
    ) -> bool:
        """Keep ``row`` (with a new image, sightings and a trace) if the stored revision is ``row.revision - 1``.

        False, and nothing kept, if not.
        """

        def write(connection: WriteConnection) -> bool:
            if not connection.execute(statements.UPDATE_SESSION, session_parameters(row)).rowcount:
                return False
            if image is not None:
                connection.execute(statements.INSERT_IMAGE, image_parameters(image))
            connection.executemany(statements.INSERT_SIGHTING, map(sighting_parameters, sightings))
            if trace is not None:
                (trace_id,) = connection.execute(statements.INSERT_TRACE, trace_parameters(row.key, trace)).fetchone()
                marks = [{"mark": mark, "trace_id": trace_id} for mark in trace.marks]
                connection.executemany(statements.INSERT_TRACE_MARK, marks)
            return True

        return await self._database.write(write)

    async def read_image(self, resource: str, image_id: str) -> ImageRow | None:
        """Return the image's row, or None."""
        parameters = {"resource": resource, "image_id": image_id}

        def read(connection: ReadConnection) -> ImageRow | None:
            record = connection.execute(statements.SELECT_IMAGE, parameters).fetchone()
            return record and image_row(record)

        return self._database.find(read)

    async def erase(self, key: SessionKey, note: ErasureNote) -> ErasedRow | None:
        """Forget the session, its key and its images, note their object names for removal, and keep a tombstone.

        Return what is left, or None, with no tombstone kept, when there was no such session. The wrapped key and the
        sealed bytes are zeroed in the database file, and the log that still held them is empty when this returns,
        unless another connection is reading an older state: then as soon as it has finished (see ``WriteLog``). The
        tombstone stands in the erasure log too.
        """
        return await self._database.write_item(erase_sessions, SessionErasure(key, note), erases=True)

    async def last_erasure(self) -> int:
        """Return the number of the last erasure, counted from 1; 0 where there was none."""

        def read(connection: ReadConnection) -> int:
            return int(connection.execute(statements.SELECT_LAST_ERASURE).fetchone()[0])

        return self._database.find(read)

    async def missing(self, session_ids: Sequence[str]) -> tuple[str, ...]:
        """Return those of the sessions that are not there, of whatever resource and kind."""
        return await self._database.read(lambda connection: absent_sessions(connection, session_ids))

    async def unknown_objects(self, object_names: Sequence[str]) -> tuple[str, ...]:
        """Return those of the objects that belong to no session."""
        return await self._database.read(lambda connection: absent_objects(connection, object_names))

    async def expired(self, now: datetime, *, limit: int) -> tuple[SessionKey, ...]:
        """Return up to ``limit`` sessions with ``expires_at <= now``, the oldest first."""
        parameters = {"now": to_microseconds(now), "limit": limit}

        def read(connection: ReadConnection) -> tuple[SessionKey, ...]:
            return tuple(map(session_key, connection.execute(statements.SELECT_EXPIRED, parameters)))

        return await self._database.read(read)

    async def forget_create_calls(self, now: datetime, *, limit: int) -> int:
        """Forget up to ``limit`` calls that do not count at ``now`` and return how many; their sessions stay."""
        parameters = {"now": to_microseconds(now), "limit": limit}

        def write(connection: WriteConnection) -> int:
            return connection.execute(statements.DELETE_CREATE_CALLS, parameters).rowcount

        return await self._database.write(write)

    async def forget_sightings(self, now: datetime, *, limit: int) -> int:
        """Forget up to ``limit`` sightings with ``expires_at <= now`` and return how many."""
        parameters = {"now": to_microseconds(now), "limit": limit}

        def write(connection: WriteConnection) -> int:
            return connection.execute(statements.DELETE_SIGHTINGS, parameters).rowcount

        return await self._database.write(write)

    async def forget_traces(self, now: datetime, *, limit: int) -> int:
        """Forget up to ``limit`` traces with ``expires_at <= now`` and return how many."""
        parameters = {"now": to_microseconds(now), "limit": limit}

        def write(connection: WriteConnection) -> int:
            return connection.execute(statements.DELETE_TRACES, parameters).rowcount

        return await self._database.write(write)

    async def pending_removals(self, *, limit: int) -> tuple[str, ...]:
        """Return up to ``limit`` names of objects that were noted for removal and not yet confirmed."""

        def read(connection: ReadConnection) -> tuple[str, ...]:
            return tuple(name for (name,) in connection.execute(statements.SELECT_REMOVALS, {"limit": limit}))

        return await self._database.read(read)

    async def confirm_removal(self, object_names: Sequence[str]) -> None:
        """Forget that these objects were to be removed: they are gone."""
        parameters = [{"object_name": name} for name in object_names]

        def write(connection: WriteConnection) -> None:
            connection.executemany(statements.DELETE_REMOVAL, parameters)

        await self._database.write(write)

    async def ping(self) -> None:
        """Return when a transaction that could write reads the database; raise ``StoreUnavailableError`` if not."""

        def write(connection: WriteConnection) -> None:
            connection.execute(statements.PING).fetchone()

        await self._database.write(write)
