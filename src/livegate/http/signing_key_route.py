"""Publishes the public parts of the signing keys, so that an auditor can verify a receipt without the server."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

PATH = "/.well-known/livegate-keys"


def signing_key_route(public_set: Callable[[], Mapping[str, object]]) -> BaseRoute:
    """Return the route whose GET answers with a JWK set (RFC 7517); ``public_set`` returns it as it is now."""

    async def publish(_: Request) -> Response:
        return JSONResponse(public_set(), headers={"Cache-Control": "no-cache"}, media_type="application/jwk-set+json")

    return Route(PATH, publish, name="signing keys")
