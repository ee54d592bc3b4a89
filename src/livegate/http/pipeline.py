"""The one ordered pipeline that every request passes, outermost stage first."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from livegate.access.page_origins import PageOrigins
from livegate.contract.error_catalogue import RESOURCE_NOT_FOUND
from livegate.contract.errors import ServiceError
from livegate.http.access_log import AccessLog, EventLog
from livegate.http.answer_headers import AnswerHeaders
from livegate.http.cross_origin import CrossOriginHeaders, Preflights
from livegate.http.error_boundary import ErrorBoundary
from livegate.http.request_ids import RequestIds
from livegate.sessions.ports import Clock, Identifiers


def build_pipeline(
    azure: ASGIApp,
    pages: Sequence[BaseRoute],
    *,
    origins: PageOrigins,
    log: EventLog,
    clock: Clock,
    identifiers: Identifiers,
) -> ASGIApp:
    """Return the stages around the routes."""
    app: ASGIApp = Doors(Preflights(azure, origins), Router(pages, default=_unknown_path))
    app = ErrorBoundary(app)
    app = CrossOriginHeaders(app, origins)
    app = AnswerHeaders(app)
    app = AccessLog(app, log=log, now=clock.now)
    return RequestIds(app, new_id=identifiers.request_id)


class Doors:
    """Leads requests under ``/face`` to the Azure routes and all others to the pages."""

    def __init__(self, azure: ASGIApp, pages: ASGIApp) -> None:
        self._azure = azure
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        door = self._azure if scope["type"] != "lifespan" and _is_under_face(scope["path"]) else self._pages
        await door(scope, receive, send)


def _is_under_face(path: str) -> bool:
    return path.startswith("/face/") or next(filter(None, path.split("/")), "").lower() == "face"


async def _unknown_path(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001  # an ASGI application
    raise ServiceError(RESOURCE_NOT_FOUND)
