"""One event a request. The path is logged as the operation's template: ids and image names stay out."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import msgspec
from starlette.types import ASGIApp, Receive, Scope, Send


class RequestEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What is logged of one request; ``timestamp`` is when it was answered."""

    method: str
    operation: str
    version: str | None
    status: int
    milliseconds: float
    request_id: str
    timestamp: datetime
    event: str = "request"
    level: str = "info"


class EventLog(Protocol):
    """Writes whole events."""

    def write(self, event: RequestEvent) -> None:
        """Write one event."""


class AccessLog:
    """Logs method, operation, status, milliseconds and request id."""

    def __init__(self, app: ASGIApp, *, log: EventLog, now: Callable[[], datetime]) -> None:
        self._app = app
        self._log = log
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        started = self._now()
        state = scope["state"]
        try:
            return await self._app(scope, receive, send)
        finally:
            answered_at = self._now()
            self._log.write(
                RequestEvent(
                    # A WebSocket begins as a GET (RFC 6455, section 4.1); its milliseconds are those until it closed.
                    method=scope.get("method", "GET"),
                    operation=state.get("operation", "none"),
                    version=state.get("version"),
                    status=state.get("status", 0),
                    milliseconds=round((answered_at - started).total_seconds() * 1000, 1),
                    request_id=state["request_id"],
                    timestamp=answered_at,
                )
            )
