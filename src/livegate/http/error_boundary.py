"""Where every failure becomes an answer of the contract."""

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from livegate.contract.error_catalogue import INTERNAL_SERVER_ERROR
from livegate.contract.errors import ServiceError, render_error
from livegate.http.failures import service_error


class ErrorBoundary:
    """Answers expected failures from the catalogue; a defect is logged with its trace and answered 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._log = structlog.get_logger()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:
            return
        except Exception as error:
            expected = service_error(error)
            if expected is None:
                self._log.exception("defect", request_id=scope["state"]["request_id"])
            if "status" in scope["state"]:
                # The answer has begun: it can be cut short only.
                raise
            await self._answer(expected or ServiceError(INTERNAL_SERVER_ERROR), scope, receive, send)

    async def _answer(self, error: ServiceError, scope: Scope, receive: Receive, send: Send) -> None:
        rendered = render_error(error, scope["state"].get("version"))
        await Response(rendered.body, rendered.status, dict(rendered.headers))(scope, receive, send)
