"""Lets the try-it page run sessions without a key, where nobody could open it but who runs the server."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection, Request
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
OwnershipCheck = Callable[[Address, Address], Awaitable[bool]]
"""Tells whether the connection from one address to another was made by the user who runs the server."""


def try_it_route(grants: TryItGrants | None, clock: Clock, *, is_own_user: OwnershipCheck) -> BaseRoute:
    """Return the route whose POST answers with a grant, or 403; without ``grants`` always with 403."""
    looking = asyncio.Lock()

    async def is_made_by_own_user(connection: HTTPConnection) -> bool:
        if connection.client is None:
            return False
        # One at a time, for it reads files: strangers behind a silent proxy get as far as this, however often they ask.
        async with looking:
            return await is_own_user(connection.client, connection.scope["server"])

    async def grant(request: Request) -> Response:
        is_local = comes_from_this_machine(request) and comes_from_own_page(request)
        if grants is None or not is_local or not await is_made_by_own_user(request):
            raise ServiceError(TRY_IT_ELSEWHERE)
        issued = grants.issue(clock.now())
        return JSONResponse({"grant": issued.token, "expiresAt": format_datetime(issued.expires_at)})

    return Route(PATH, grant, methods=["POST"], name="try-it grant")
