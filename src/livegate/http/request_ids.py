"""Every request has an id, by which support, the log and the audit know it."""

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send


class RequestIds:
    """Gives each request an id."""

    def __init__(self, app: ASGIApp, *, new_id: Callable[[], str]) -> None:
        self._app = app
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        scope.setdefault("state", {})["request_id"] = self._new_id()
        await self._app(scope, receive, send)
