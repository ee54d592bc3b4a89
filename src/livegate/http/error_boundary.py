"""Where every failure becomes an answer of the contract."""

from collections.abc import Mapping
from typing import Any

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from livegate.contract.error_catalogue import INTERNAL_SERVER_ERROR
from livegate.contract.errors import RenderedError, ServiceError, render_error
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
            # Its traceback ends here: a name that stayed bound to it would keep it, and all that the call has held,
            # pictures too, until the interpreter looks for such cycles.
            rendered = self._rendered(error, scope["state"])
            if "status" in scope["state"]:
                # The answer has begun: it can be cut short only.
                raise
            await Response(rendered.body, rendered.status, dict(rendered.headers))(scope, receive, send)

    def _rendered(self, error: Exception, state: Mapping[str, Any]) -> RenderedError:
        expected = service_error(error)
        if expected is None:
            self._log.exception("defect", request_id=state["request_id"])
        return render_error(expected or ServiceError(INTERNAL_SERVER_ERROR), state.get("version"))
