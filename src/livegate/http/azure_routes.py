"""The Azure routes: match, admit, count, handle. The operation table says what exists; each row must have a handler."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from livegate.access.page_origins import PageOrigins
from livegate.access.session_tokens import SessionClaims
from livegate.contract.error_catalogue import RESOURCE_NOT_FOUND, SESSION_TOKEN_REFUSED
from livegate.contract.errors import ServiceError
from livegate.contract.operations import OPERATIONS, Caller, Match, OperationId, match
from livegate.contract.versions import ApiVersion
from livegate.http.admission import CHALLENGE, Admission
from livegate.http.call_limiter import CallLimiter
from livegate.http.calls import BackendCall, DeviceCall, StreamCall
from livegate.http.cross_origin import require_admitted_origin
from livegate.http.operation_permissions import REQUIRED_PERMISSIONS, require_permission
from livegate.http.received_bytes import ReceivedBytes
from livegate.http.stream_tokens import offered_token
from livegate.sessions.errors import SessionNotFoundError

BackendHandler = Callable[[BackendCall], Awaitable[Response]]
DeviceHandler = Callable[[DeviceCall], Awaitable[Response]]
StreamHandler = Callable[[StreamCall], Awaitable[None]]


class AzureRoutes:
    """Serves every operation of the table under ``/face/{version}``."""

    def __init__(
        self,
        admission: Admission,
        limiter: CallLimiter,
        origins: PageOrigins,
        *,
        backend: Mapping[OperationId, BackendHandler],
        device: Mapping[OperationId, DeviceHandler],
        stream: StreamHandler,
    ) -> None:
        """Raise ``ValueError`` when an operation has no handler or no permission, or one of them no operation."""
        _check_complete(backend, Caller.APP_BACKEND)
        _check_complete(REQUIRED_PERMISSIONS, Caller.APP_BACKEND)
        _check_complete(device, Caller.DEVICE)
        self._admission = admission
        self._limiter = limiter
        self._origins = origins
        self._backend = backend
        self._device = device
        self._stream = stream
        self._received_bytes = ReceivedBytes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one WebSocket. Raises ``ServiceError`` and what the use cases raise."""
        state = scope["state"]
        try:
            found = match(scope.get("method", "GET"), scope["path"])
        except ServiceError:
            # A path that does not exist is refused in the caller's version too.
            state["version"] = _version(scope["path"])
            raise
        state["version"], state["operation"] = found.version, found.operation.id
        try:
            if scope["type"] == "websocket":
                await self._serve(found, scope, receive, send)
            else:
                response = await self._handle(found, scope, receive)
                await response(scope, receive, send)
        except SessionNotFoundError as error:
            if found.operation.caller is Caller.APP_BACKEND:
                raise
            # A deleted session's token is dead: to its holder the session never was.
            raise ServiceError(SESSION_TOKEN_REFUSED, headers=CHALLENGE) from error

    async def _handle(self, found: Match, scope: Scope, receive: Receive) -> Response:
        if found.operation.caller is Caller.APP_BACKEND:
            request = Request(scope, receive)
            caller = await self._admission.admit_backend(request)
            await self._limiter.admit(request, caller.resource)
            require_permission(caller.permissions, found.operation.id)
            return await self._backend[found.operation.id](BackendCall(found, request, caller.resource))
        claims = await self._admit(found, HTTPConnection(scope))
        request = Request(scope, self._received_bytes.counted(claims.token_id, receive))
        return await self._device[found.operation.id](DeviceCall(found, request, claims))

    async def _serve(self, found: Match, scope: Scope, receive: Receive, send: Send) -> None:
        if found.operation.id is not OperationId.STREAM_CAPTURE:
            raise ServiceError(RESOURCE_NOT_FOUND, "There is no WebSocket.")
        claims = await self._admit(found, HTTPConnection(scope))
        websocket = WebSocket(scope, self._received_bytes.counted(claims.token_id, receive), send)
        await self._stream(StreamCall(found, websocket, claims))

    async def _admit(self, found: Match, connection: HTTPConnection) -> SessionClaims:
        is_stream = found.operation.id is OperationId.STREAM_CAPTURE
        if is_stream:
            # Browsers ask before no WebSocket, and let any page read what comes over it (RFC 6455, section 10.2).
            require_admitted_origin(connection, self._origins)
        claims = self._admission.admit_device(
            connection, offered_token=offered_token(connection) if is_stream else None
        )
        # Before the session is looked for: the calls with a deleted session's token count too.
        await self._limiter.admit(connection, claims.resource)
        return claims


def _version(path: str) -> ApiVersion | None:
    segments = [segment for segment in path.split("/") if segment]
    return ApiVersion.parse(segments[1]) if len(segments) > 1 else None


def _check_complete(handlers: Mapping[OperationId, object], caller: Caller) -> None:
    expected = {operation.id for operation in OPERATIONS if operation.caller is caller}
    if expected != set(handlers):
        raise ValueError(f"Operations and their handlers or permissions differ: {sorted(expected ^ set(handlers))}.")
