"""One event a request. The path is logged as the operation's template: ids and image names stay out."""

from collections.abc import Callable
from datetime import datetime

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send


class AccessLog:
    """Logs method, operation, status, milliseconds and request id."""

    def __init__(self, app: ASGIApp, *, now: Callable[[], datetime]) -> None:
        self._app = app
        self._now = now
        # Bound once: making a logger costs more than writing an event.
        self._log = structlog.get_logger().bind()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        started = self._now()
        state = scope["state"]
        try:
            return await self._app(scope, receive, send)
        finally:
            self._log.info(
                "request",
                method=scope["method"],
                operation=state.get("operation", "none"),
                version=state.get("version"),
                status=state.get("status", 0),
                milliseconds=round((self._now() - started).total_seconds() * 1000, 1),
                request_id=state["request_id"],
            )
