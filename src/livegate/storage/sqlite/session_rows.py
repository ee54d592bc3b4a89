"""Deleting a session within a transaction of somebody else's."""

from dataclasses import dataclass
from datetime import datetime

from livegate.sessions.ports import SessionKey
from livegate.storage import statements
from livegate.storage.rows import from_microseconds, key_parameters
from livegate.storage.sqlite.connection import WriteConnection


@dataclass(frozen=True, slots=True)
class DeletedSession:
    """What was deleted: when the session's life was to end, its images' objects, and how many rows were concerned."""

    expires_at: datetime
    object_names: tuple[str, ...]
    row_count: int


def delete_session(connection: WriteConnection, key: SessionKey) -> DeletedSession | None:
    """Delete a session with all that hangs on it, and note its objects for removal; None: there is no such session."""
    parameters = key_parameters(key)
    names = tuple(name for (name,) in connection.execute(statements.SELECT_OBJECT_NAMES, parameters))
    if names:
        connection.executemany(statements.INSERT_REMOVAL, [{"object_name": name} for name in names])
    before = connection.total_changes
    deleted = connection.execute(statements.DELETE_SESSION, parameters).fetchone()
    if deleted is None:
        return None
    # Other than a statement's row count, the connection's counts what foreign keys deleted and cleared.
    return DeletedSession(from_microseconds(deleted[0]), names, connection.total_changes - before)
