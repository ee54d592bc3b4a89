"""The pages and static files alone, without a server."""

import httpx
from starlette.applications import Starlette

from livegate.app import WEB_DIRECTORY
from livegate.http.pages import page_routes


class Working:
    """The health of a server that has no failures."""

    async def failures(self) -> dict[str, str]:
        return {}


def client_of_pages() -> httpx.AsyncClient:
    """Return a client of them."""
    transport = httpx.ASGITransport(Starlette(routes=page_routes(Working(), WEB_DIRECTORY)))
    return httpx.AsyncClient(transport=transport, base_url="http://livegate")
