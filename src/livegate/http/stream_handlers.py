"""The door of streamed captures: checked as any call before it is opened, refused in words that a browser can read."""

from collections.abc import Mapping

from starlette.requests import HTTPConnection
from starlette.responses import Response

from livegate.contract.error_catalogue import UPGRADE_REQUIRED
from livegate.contract.errors import ServiceError
from livegate.contract.operations import OperationId
from livegate.contract.stream_messages import SUBPROTOCOL
from livegate.http.azure_routes import DeviceHandler
from livegate.http.calls import DeviceCall, StreamCall, client_address, user_agent
from livegate.http.client_request_ids import client_request_id
from livegate.http.stream_connection import StreamConnection
from livegate.http.stream_tokens import offered
from livegate.sessions.capture_streams import CaptureStreams
from livegate.sessions.ports import Clock
from livegate.sessions.session import Exchange

UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
"""RFC 9110, section 15.5.22, and RFC 6455, section 4.4."""


class StreamHandlers:
    """Opens a stream, or says why not."""

    def __init__(self, streams: CaptureStreams, clock: Clock) -> None:
        self._streams = streams
        self._clock = clock

    def table(self) -> Mapping[OperationId, DeviceHandler]:
        """Return what answers plain requests, by operation."""
        return {OperationId.STREAM_CAPTURE: self.refuse}

    async def refuse(self, call: DeviceCall) -> Response:
        """Answer a plain GET with what would have kept a WebSocket from opening; 426 where nothing would.

        Browsers do not show a page why its WebSocket was refused.
        """
        await self._streams.check(call.session_key, self._exchange(call.request))
        with self._streams.place(call.session_key):
            raise ServiceError(UPGRADE_REQUIRED, headers=UPGRADE)

    async def serve(self, call: StreamCall) -> None:
        """Serve a WebSocket. Raises, before it is accepted, what ``refuse`` raises but for the 426."""
        exchange = self._exchange(call.websocket)
        await self._streams.check(call.session_key, exchange)
        with self._streams.place(call.session_key):
            await call.websocket.accept(subprotocol=SUBPROTOCOL if SUBPROTOCOL in offered(call.websocket) else None)
            await StreamConnection(call, exchange, self._streams).serve()

    def _exchange(self, connection: HTTPConnection) -> Exchange:
        request_id = connection.state.request_id
        return Exchange(
            request_id=request_id,
            client_request_id=client_request_id(connection.headers) or request_id,
            received_at=self._clock.now(),
            url=connection.scope["path"].lower(),
            method="GET",
            content_length=0,
            content_type="image/jpeg",
            user_agent=user_agent(connection),
            file_name="stream",
            client_address=client_address(connection),
        )
