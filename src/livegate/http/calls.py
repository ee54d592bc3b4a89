"""A call that has passed the door: what it asks for and on whose behalf."""

import msgspec
from starlette.requests import HTTPConnection, Request
from starlette.websockets import WebSocket

from livegate.access.session_tokens import SessionClaims
from livegate.contract.operations import Match
from livegate.http.untrusted_text import printable
from livegate.sessions.errors import SessionNotFoundError
from livegate.sessions.ports import SessionKey
from livegate.sessions.session import SessionKind

LONGEST_USER_AGENT = 512
"""Characters: browsers use about 200."""


class BackendCall(msgspec.Struct, frozen=True):
    """A call of an app backend, admitted to one resource."""

    match: Match
    request: Request
    resource: str

    @property
    def kind(self) -> SessionKind:
        """The kind of sessions that the path names. Raises ``ValueError`` on paths without one."""
        return SessionKind(self.match.operation.kind or "")

    @property
    def session_key(self) -> SessionKey:
        """The session that the path names."""
        return SessionKey(self.resource, self.kind, self.match.parameters["sessionId"])


class DeviceCall(msgspec.Struct, frozen=True):
    """A call of a device, admitted to one session by its token."""

    match: Match
    request: Request
    claims: SessionClaims

    @property
    def session_key(self) -> SessionKey:
        """The session that the token names."""
        return token_key(self.claims)


class StreamCall(msgspec.Struct, frozen=True):
    """A WebSocket of a device, admitted to one session by its token and not yet accepted."""

    match: Match
    websocket: WebSocket
    claims: SessionClaims

    @property
    def session_key(self) -> SessionKey:
        """The session that the token names."""
        return token_key(self.claims)


def token_key(claims: SessionClaims) -> SessionKey:
    """Return the session that a token names. Raises ``SessionNotFoundError`` for a kind that no session has."""
    try:
        return SessionKey(claims.resource, SessionKind(claims.kind), claims.session_id)
    except ValueError as error:
        raise SessionNotFoundError from error


def client_address(connection: HTTPConnection) -> str | None:
    """Return where a call comes from; a proxy that uvicorn trusts has put the device's address there."""
    return None if connection.client is None else connection.client.host


def user_agent(connection: HTTPConnection) -> str | None:
    """Return what the device's program calls itself, as far as the audit repeats it."""
    named = connection.headers.get("user-agent")
    return None if named is None else printable(named, longest=LONGEST_USER_AGENT)
