"""The one ordered pipeline that every request passes, outermost stage first."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from livegate.contract.error_catalogue import RESOURCE_NOT_FOUND
from livegate.contract.errors import ServiceError
from livegate.http.access_log import AccessLog
from livegate.http.answer_headers import AnswerHeaders
from livegate.http.error_boundary import ErrorBoundary
from livegate.http.request_ids import RequestIds
from livegate.sessions.ports import Clock, Identifiers


def build_pipeline(azure: ASGIApp, pages: Sequence[BaseRoute], *, clock: Clock, identifiers: Identifiers) -> ASGIApp:
    """Return the stages around the routes."""
    app: ASGIApp = Doors(azure, Router(pages, default=_unknown_path))
    app = ErrorBoundary(app)
    app = AnswerHeaders(app)
    app = AccessLog(app, now=clock.now)
    return RequestIds(app, new_id=identifiers.request_id)


class Doors:
    """Leads requests under ``/face`` to the Azure routes and all others to the pages."""

    def __init__(self, azure: ASGIApp, pages: ASGIApp) -> None:
        self._azure = azure
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        first = next((segment for segment in scope["path"].split("/") if segment), "")
        door = self._azure if scope["type"] == "http" and first.lower() == "face" else self._pages
        await door(scope, receive, send)


async def _unknown_path(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001  # an ASGI application
    raise ServiceError(RESOURCE_NOT_FOUND)
