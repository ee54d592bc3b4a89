"""What a device sends over its stream, read within limits."""

import asyncio

from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect

from livegate.contract.error_catalogue import (
    INVALID_REQUEST_BODY,
    RATE_LIMIT_EXCEEDED,
    REQUEST_TIMEOUT,
    REQUEST_TOO_LARGE,
)
from livegate.contract.errors import ServiceError
from livegate.contract.stream_messages import (
    BinaryKind,
    BinaryMessage,
    Cancel,
    Finish,
    Hello,
    parse_binary,
    parse_text,
)
from livegate.sessions.stream_limits import StreamLimits

LONGEST_TEXT = 8 * 1024
MOST_TEXTS = 32
"""Text messages of one connection: a device needs two."""

NO_STATUS = 1005
"""RFC 6455, section 7.4.1."""


class StreamInbox:
    """Receives messages. Every method raises ``WebSocketDisconnect`` and ``ServiceError``, 408 for a silent device."""

    def __init__(self, websocket: WebSocket, limits: StreamLimits) -> None:
        self._websocket = websocket
        self._limits = limits
        self._texts = 0
        self._silent_at = 0.0

    async def hello(self) -> Hello:
        """Return the first message."""
        message = await self._receive(self._now() + self._limits.hello_seconds)
        hello = self._parsed(message.get("text") or "")
        if not isinstance(hello, Hello):
            raise ServiceError(INVALID_REQUEST_BODY, "The first message is hello.")
        self._silent_at = self._now() + self._limits.idle_seconds
        return hello

    async def verify_image(self) -> bytes:
        """Return the picture that hello has announced."""
        message = await self._receive(self._now() + self._limits.verify_image_seconds)
        image = parse_binary(message.get("bytes") or b"")
        if image.kind is not BinaryKind.VERIFY_IMAGE:
            raise ServiceError(INVALID_REQUEST_BODY, "hello has announced a verify image: it comes before the frames.")
        self._silent_at = self._now() + self._limits.idle_seconds
        return image.content

    async def next(self) -> BinaryMessage | Finish | Cancel:
        """Return the next frame, or what ends them; only frames count against silence."""
        message = await self._receive(self._silent_at)
        if (content := message.get("bytes")) is None:
            parsed = self._parsed(message["text"])
            if isinstance(parsed, Hello):
                raise ServiceError(INVALID_REQUEST_BODY, "hello comes once.")
            return parsed
        frame = parse_binary(content)
        if frame.kind is not BinaryKind.FRAME:
            raise ServiceError(INVALID_REQUEST_BODY, "A verify image comes before the frames, and hello announces it.")
        self._silent_at = self._now() + self._limits.idle_seconds
        return frame

    async def _receive(self, until: float) -> Message:
        try:
            async with asyncio.timeout_at(until):
                message = await self._websocket.receive()
        except TimeoutError as error:
            raise ServiceError(REQUEST_TIMEOUT, "The device was silent for too long.") from error
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", NO_STATUS))
        return message

    def _parsed(self, text: str) -> Hello | Finish | Cancel:
        self._texts += 1
        if self._texts > MOST_TEXTS:
            raise ServiceError(RATE_LIMIT_EXCEEDED, f"A connection takes at most {MOST_TEXTS} text messages.")
        if len(text) > LONGEST_TEXT:
            raise ServiceError(REQUEST_TOO_LARGE, f"A text message has at most {LONGEST_TEXT} characters.")
        return parse_text(text)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
