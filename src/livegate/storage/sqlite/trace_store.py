"""Traces of captures on SQLite, as reuse is looked for in them; the session store writes and forgets them."""

from collections.abc import Sequence
from datetime import datetime

from livegate.storage import statements
from livegate.storage.rows import to_microseconds
from livegate.storage.sqlite.connection import ReadConnection
from livegate.storage.sqlite.database import SqliteDatabase


class SqliteTraceStore:
    """Finds captures by the marks of their frames."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def seen(self, marks: Sequence[bytes], now: datetime, *, besides: str) -> frozenset[bytes]:
        """Return those marks that captures of sessions other than ``besides`` have left."""
        moment = to_microseconds(now)

        def read(connection: ReadConnection) -> frozenset[bytes]:
            return frozenset(
                mark
                for mark in marks
                if connection.execute(
                    statements.SELECT_TRACE, {"mark": mark, "now": moment, "session_id": besides}
                ).fetchone()
            )

        return await self._database.read(read)
