"""A call that has passed the door: what it asks for and on whose behalf."""

import msgspec
from starlette.requests import Request

from livegate.access.session_tokens import SessionClaims
from livegate.contract.operations import Match
from livegate.sessions.ports import SessionKey
from livegate.sessions.session import SessionKind


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
        return SessionKey(self.claims.resource, SessionKind(self.claims.kind), self.claims.session_id)
