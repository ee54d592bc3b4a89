"""Which sessions live, asked so that one row comes back.

Between two rows the interpreter is given away and waited for again: a thousand rows take up to half as long again.
"""

from collections.abc import Mapping
from typing import Final

from livegate.storage import statements
from livegate.storage.sqlite.connection import ReadConnection

# SQLite reads a subquery that has a limit in the order that it asks for, and group_concat takes rows as they come.
_JOINED: Final = f"SELECT group_concat(session_id), group_concat(revision) FROM ({statements.SELECT_LIVING})"  # noqa: S608  # a constant


def living_sessions(connection: ReadConnection, parameters: Mapping[str, str | int]) -> list[tuple[str, int]]:
    """Return id and revision of the sessions that ``SELECT_LIVING`` finds, in its order. Ids have no commas."""
    session_ids, revisions = connection.execute(_JOINED, parameters).fetchone()
    if session_ids is None:
        return []
    return list(zip(session_ids.split(","), map(int, revisions.split(",")), strict=True))
