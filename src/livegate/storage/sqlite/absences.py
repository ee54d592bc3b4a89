"""Which of many names are in no row, asked in one statement.

A list comes in as JSON, which SQLite takes apart by itself: a statement for each name would take ten times as long,
and hold the interpreter all the while.
"""

import json
from collections.abc import Sequence
from typing import Final

from livegate.storage.sqlite.connection import ReadConnection

_ABSENT_SESSIONS: Final = """
    SELECT value FROM json_each(:names)
    WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE session_id = value)
"""

_ABSENT_OBJECTS: Final = """
    SELECT value FROM json_each(:names)
    WHERE NOT EXISTS (SELECT 1 FROM session_images WHERE object_name = value)
"""


def absent_sessions(connection: ReadConnection, session_ids: Sequence[str]) -> tuple[str, ...]:
    """Return those of the sessions that are not there, in their order."""
    return _absent(connection, _ABSENT_SESSIONS, session_ids)


def absent_objects(connection: ReadConnection, object_names: Sequence[str]) -> tuple[str, ...]:
    """Return those of the objects that belong to no session, in their order."""
    return _absent(connection, _ABSENT_OBJECTS, object_names)


def _absent(connection: ReadConnection, statement: str, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for (name,) in connection.execute(statement, {"names": json.dumps(names)}))
