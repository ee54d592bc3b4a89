"""Deleting sessions within a transaction of somebody else's."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Final

from livegate.sessions.ports import SessionKey
from livegate.storage import statements
from livegate.storage.rows import from_microseconds, session_key
from livegate.storage.sqlite.connection import WriteConnection
from livegate.storage.sqlite.writer import NotTogetherError

_ASKED: Final = "(SELECT value FROM json_each(:session_ids))"
# One row holds all answers: between two rows the interpreter is given away and waited for again.
_SELECT: Final = f"""
    SELECT
        (SELECT json_group_array(json_array(session_id, resource, kind, expires_at))
         FROM sessions WHERE session_id IN {_ASKED}),
        (SELECT json_group_array(json_array(session_id, object_name))
         FROM session_images WHERE session_id IN {_ASKED}),
        (SELECT json_group_array(session_id) FROM (
            SELECT session_id FROM session_images WHERE session_id IN {_ASKED}
            UNION SELECT session_id FROM create_calls WHERE session_id IN {_ASKED}
            UNION SELECT session_id FROM abuse_sightings WHERE session_id IN {_ASKED}
            UNION SELECT session_id FROM capture_traces WHERE session_id IN {_ASKED}
        ))
"""  # noqa: S608  # constants
_DELETE: Final = f"DELETE FROM sessions WHERE session_id IN {_ASKED}"  # noqa: S608  # constants


@dataclass(frozen=True, slots=True)
class DeletedSession:
    """What was deleted: when the session's life was to end, its images' objects, and how many rows were concerned."""

    expires_at: datetime
    object_names: tuple[str, ...]
    row_count: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What there is of the sessions that are asked for: their ends, their objects, and those on which rows hang."""

    expires_at: Mapping[SessionKey, int]
    object_names: Mapping[str, tuple[str, ...]]
    with_rows: frozenset[str]


def delete_sessions(connection: WriteConnection, keys: Sequence[SessionKey]) -> list[DeletedSession | None]:
    """Delete sessions with all that hangs on them, and note their objects for removal; None: there is no such session.

    Of a key that is there twice, the second finds none. Raises ``NotTogetherError``.
    """
    found = _find(connection, keys)
    session_ids = [key.session_id for key in found.expires_at]
    names = [{"object_name": name} for session_id in session_ids for name in found.object_names.get(session_id, ())]
    connection.executemany(statements.INSERT_REMOVAL, names)
    counts = _delete(connection, session_ids, found.with_rows)
    deleted = {
        key: DeletedSession(
            from_microseconds(expires_at), found.object_names.get(key.session_id, ()), counts[key.session_id]
        )
        for key, expires_at in found.expires_at.items()
    }
    return [deleted.pop(key, None) for key in keys]


def _find(connection: WriteConnection, keys: Sequence[SessionKey]) -> _Found:
    sessions, images, with_rows = map(
        json.loads,
        connection.execute(_SELECT, {"session_ids": json.dumps([key.session_id for key in keys])}).fetchone(),
    )
    found = {session_key((resource, kind, session_id)): end for session_id, resource, kind, end in sessions}
    return _Found(
        expires_at={key: found[key] for key in keys if key in found},
        object_names={
            session_id: tuple(sorted(name for _, name in group))
            for session_id, group in groupby(sorted(images), key=itemgetter(0))
        },
        with_rows=frozenset(with_rows),
    )


def _delete(connection: WriteConnection, session_ids: Sequence[str], with_rows: Collection[str]) -> dict[str, int]:
    """Delete sessions and return how many rows of each that concerned."""
    counts = {one: _delete_rows(connection, [one]) for one in session_ids if one in with_rows}
    plain = [session_id for session_id in session_ids if session_id not in with_rows]
    if plain:
        count = _delete_rows(connection, plain)
        if len(plain) > 1 and count != len(plain):
            raise NotTogetherError
        counts |= dict.fromkeys(plain, count // len(plain))
    return counts


def _delete_rows(connection: WriteConnection, session_ids: Sequence[str]) -> int:
    # Other than a statement's row count, the connection's counts what foreign keys deleted and cleared.
    before = connection.total_changes
    connection.execute(_DELETE, {"session_ids": json.dumps(session_ids)})
    return connection.total_changes - before
