"""Keeping new sessions within a transaction of somebody else's."""

from collections.abc import Sequence
from dataclasses import dataclass

from livegate.sessions.ports import CreateCallRow, DuplicateSessionError, SessionRow
from livegate.storage import statements
from livegate.storage.rows import create_call_parameters, session_parameters, session_row, to_microseconds
from livegate.storage.sqlite.connection import WriteConnection
from livegate.storage.sqlite.many_rows import insert_rows
from livegate.storage.sqlite.writer import NotTogetherError


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session to be kept, and the call that makes it where it has a name."""

    row: SessionRow
    call: CreateCallRow | None


def insert_sessions(connection: WriteConnection, new: Sequence[NewSession]) -> Sequence[SessionRow]:
    """Keep new sessions and return them; a single one whose call is repeated, as ``SqliteSessionStore.insert`` says.

    Raises ``DuplicateSessionError`` for a single one, ``NotTogetherError`` where one of several cannot be kept.
    """
    if len(new) == 1:
        return (_insert(connection, new[0]),)
    calls = [create_call_parameters(one.call, one.row) for one in new if one.call is not None]
    # Of the times at which they are made the first: whether a call from before still counts then, each finds out apart.
    first = to_microseconds(min(one.row.created_at for one in new))
    if insert_rows(connection, statements.CLAIM_CREATE_CALL, calls, shared={"now": first}) != len(calls):
        raise NotTogetherError
    if insert_rows(connection, statements.INSERT_SESSION, [session_parameters(one.row) for one in new]) != len(new):
        raise NotTogetherError
    return [one.row for one in new]


def _insert(connection: WriteConnection, new: NewSession) -> SessionRow:
    if new.call is not None:
        parameters = create_call_parameters(new.call, new.row)
        if not connection.execute(statements.CLAIM_CREATE_CALL, parameters).rowcount:
            # The same call has made one already.
            return session_row(connection.execute(statements.SELECT_CREATED, parameters).fetchone())
    if not connection.execute(statements.INSERT_SESSION, session_parameters(new.row)).rowcount:
        raise DuplicateSessionError(f"The session {new.row.key.session_id} exists.")
    return new.row
