"""What test mode serves beside the Azure routes: a way to start afresh."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from livegate.contract.operations import OperationId
from livegate.contract.test_mode import WIPE_PATH
from livegate.http.admission import Admission
from livegate.http.operation_permissions import require_permission
from livegate.http.replies import empty


def wipe_route(admission: Admission, wipe: Callable[[str], Awaitable[None]]) -> BaseRoute:
    """Return the route whose DELETE erases all sessions of the caller's resource, whatever their scenarios."""

    async def erase(request: Request) -> Response:
        caller = await admission.admit_backend(request)
        require_permission(caller.permissions, OperationId.DELETE_SESSION)
        await wipe(caller.resource)
        return empty(204)

    return Route(WIPE_PATH, erase, methods=["DELETE"])
