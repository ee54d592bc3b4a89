"""Lets the try-it page run sessions without a key, where nobody could open it but who runs the server."""

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from livegate.access.try_it_grants import TryItGrants
from livegate.contract.error_catalogue import TRY_IT_ELSEWHERE
from livegate.contract.errors import ServiceError
from livegate.contract.responses import format_datetime
from livegate.http.local_pages import comes_from_own_page, comes_from_this_machine
from livegate.sessions.ports import Clock

PATH = "/try-it/grant"

Address = tuple[str, int]
OwnershipCheck = Callable[[Address, Address], bool]
"""Tells whether the connection from one address to another was made by the user who runs the server."""


def try_it_route(grants: TryItGrants | None, clock: Clock, *, is_own_user: OwnershipCheck) -> BaseRoute:
    """Return the route whose POST answers with a grant, or 403; without ``grants`` always with 403."""

    async def grant(request: Request) -> Response:
        if grants is None or not await _may_have_one(request, is_own_user):
            raise ServiceError(TRY_IT_ELSEWHERE)
        issued = grants.issue(clock.now())
        return JSONResponse({"grant": issued.token, "expiresAt": format_datetime(issued.expires_at)})

    return Route(PATH, grant, methods=["POST"], name="try-it grant")


async def _may_have_one(request: Request, is_own_user: OwnershipCheck) -> bool:
    if not comes_from_this_machine(request) or not comes_from_own_page(request) or request.client is None:
        return False
    # Last, for it reads files: proxies without a word of their callers, and other users, are told apart by it.
    return await asyncio.to_thread(is_own_user, request.client, request.scope["server"])
