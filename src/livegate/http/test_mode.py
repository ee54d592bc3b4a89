"""What test mode has beside the Azure routes: the mark on every answer, and a way to start afresh."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from livegate.contract.operations import OperationId
from livegate.http.admission import Admission
from livegate.http.operation_permissions import require_permission
from livegate.http.replies import empty

TEST_MODE_HEADER = "livegate-test-mode"
WIPE_PATH = "/test-mode/sessions"


def wipe_route(admission: Admission, wipe: Callable[[str], Awaitable[None]]) -> BaseRoute:
    """Return the route whose DELETE erases all sessions of the caller's resource, whatever their scenarios."""

    async def erase(request: Request) -> Response:
        caller = await admission.admit_backend(request)
        require_permission(caller.permissions, OperationId.DELETE_SESSION)
        await wipe(caller.resource)
        return empty(204)

    return Route(WIPE_PATH, erase, methods=["DELETE"])
