"""Pages of other origins (Fetch standard, CORS): they call the device operations, and no others.

A session auth token is all that opens those, and no browser adds one by itself. What opens the app backend's
operations, a key or an access token, has no place in a page, whatever its origin.
"""

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from livegate.access.page_origins import PageOrigins
from livegate.contract.error_catalogue import ORIGIN_NOT_ALLOWED
from livegate.contract.errors import ServiceError
from livegate.contract.operations import OPERATIONS, Caller, match
from livegate.http.admission import KEY_HEADER
from livegate.http.answer_headers import REQUEST_ID_HEADER
from livegate.http.client_request_ids import CLIENT_REQUEST_ID_HEADERS
from livegate.http.replies import empty
from livegate.http.single_header import only_value

DEVICE_OPERATIONS = frozenset(operation.id for operation in OPERATIONS if operation.caller is Caller.DEVICE)
ALLOWED_HEADERS = ", ".join(("authorization", "content-type", *CLIENT_REQUEST_ID_HEADERS))
EXPOSED_HEADERS = f"{REQUEST_ID_HEADER}, ratelimit, ratelimit-policy, retry-after, x-ms-error-code"
MAX_AGE = "7200"
"""Seconds for which a browser need not ask again: Chromium's longest."""

NAME_IT = "The server's setting LIVEGATE_DEVICE_ORIGINS does not name it."
TOKEN_ALONE = "A page sends a session auth token, never a key: whoever sees the page has what is in it."  # noqa: S105  # a sentence
BACKEND_ALONE = "It is for app backends, whose keys no page may hold: call it from your server."


class CrossOriginHeaders:
    """Lets pages of admitted origins read the answers of device operations, refusals too.

    Nothing here is cached, so that ``Vary`` need not stand on the answers to callers without an origin.
    """

    def __init__(self, app: ASGIApp, origins: PageOrigins) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is None:
            return await self._app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["state"].get("operation") in DEVICE_OPERATIONS:
                message.setdefault("headers", []).extend(self._headers(HTTPConnection(scope)))
            await send(message)

        return await self._app(scope, receive, send_with_headers)

    def _headers(self, connection: HTTPConnection) -> list[tuple[bytes, bytes]]:
        expose = (b"access-control-expose-headers", EXPOSED_HEADERS.encode())
        if self._origins.admits_all:
            return [(b"access-control-allow-origin", b"*"), expose]
        admitted, vary = _admitted_origin(connection, self._origins), (b"vary", b"Origin")
        return [vary] if admitted is None else [(b"access-control-allow-origin", admitted.encode()), expose, vary]


class Preflights:
    """Answers a browser that asks whether a page may call an operation, before any door and uncounted."""

    def __init__(self, app: ASGIApp, origins: PageOrigins) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request. Raises ``ServiceError``: 403 where the page may not, and what its call would meet."""
        if scope.get("method") != "OPTIONS":
            return await self._app(scope, receive, send)
        connection = HTTPConnection(scope)
        method = connection.headers.get("access-control-request-method")
        if method is None or "origin" not in connection.headers:
            return await self._app(scope, receive, send)
        response = self._answer(method, connection)
        return await response(scope, receive, send)

    def _answer(self, method: str, connection: HTTPConnection) -> Response:
        found = match(method, connection.scope["path"])
        connection.state.version, connection.state.operation = found.version, found.operation.id
        if found.operation.caller is not Caller.DEVICE:
            raise ServiceError(ORIGIN_NOT_ALLOWED, BACKEND_ALONE)
        require_admitted_origin(connection, self._origins)
        asked = connection.headers.get("access-control-request-headers", "").lower()
        if KEY_HEADER in (name.strip() for name in asked.split(",")):
            raise ServiceError(ORIGIN_NOT_ALLOWED, TOKEN_ALONE)
        answer = empty(204)
        answer.headers["Access-Control-Allow-Methods"] = found.operation.method
        answer.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
        answer.headers["Access-Control-Max-Age"] = MAX_AGE
        return answer


def require_admitted_origin(connection: HTTPConnection, origins: PageOrigins) -> None:
    """Raise ``ServiceError`` 403 where a page calls that may not; who is no page names no origin."""
    if "origin" in connection.headers and _admitted_origin(connection, origins) is None:
        raise ServiceError(ORIGIN_NOT_ALLOWED, NAME_IT)


def _admitted_origin(connection: HTTPConnection, origins: PageOrigins) -> str | None:
    origin = only_value(connection, "origin") or ""
    return origin if origins.admit(origin, host=connection.headers.get("host", "")) else None
