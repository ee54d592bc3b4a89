"""What a device is told over its stream: put down at once, sent when the network takes it."""

import asyncio
from dataclasses import dataclass
from types import MappingProxyType

import msgspec
from starlette.websockets import WebSocket

from livegate.contract.error_catalogue import (
    CONCURRENT_OPERATION_CONFLICT,
    REQUEST_TIMEOUT,
    SERVICE_UNAVAILABLE,
    SESSION_TOKEN_REFUSED,
)
from livegate.contract.errors import ServiceError
from livegate.contract.stream_messages import ChallengeShown, FramesDropped, GuidanceGiven, StreamFailed, encode
from livegate.contract.versions import ApiVersion
from livegate.http.rendering.stream import end_message
from livegate.liveness.challenge import Prompt
from livegate.sessions.live_finding import Look
from livegate.sessions.running_capture import Closure
from livegate.sessions.session import Session

NORMAL = 1000
PRIVATE_CODES = 4000
"""RFC 6455, section 7.4.2, leaves the codes from here on to applications; ours add the error's HTTP status."""

GUIDANCE_SECONDS = 0.25
"""Between two words: more often, nobody can read them."""

_CLOSURES = MappingProxyType(
    {
        Closure.SESSION_GONE: ServiceError(SESSION_TOKEN_REFUSED, "The session was deleted or has expired."),
        Closure.TOKEN_EXPIRED: ServiceError(SESSION_TOKEN_REFUSED, "The token has expired."),
        Closure.TIMED_OUT: ServiceError(REQUEST_TIMEOUT, "The attempt was not completed in time."),
        Closure.SUPERSEDED: ServiceError(CONCURRENT_OPERATION_CONFLICT, "Another connection goes on with the capture."),
        Closure.STOPPING: ServiceError(SERVICE_UNAVAILABLE, "The server stops."),
        Closure.UNAVAILABLE: ServiceError(SERVICE_UNAVAILABLE),
    }
)


@dataclass(frozen=True, slots=True)
class Close:
    """The last thing that is sent."""

    code: int
    reason: str


class StreamOutbox:
    """Puts what happens to a capture into messages; implements ``StreamListener``."""

    def __init__(self, version: ApiVersion) -> None:
        self._version = version
        self._messages: asyncio.Queue[msgspec.Struct | Close] = asyncio.Queue()
        self._guidance: GuidanceGiven | None = None
        self._guided_at = 0.0
        self._pending: Prompt | None = None

    def put(self, message: msgspec.Struct) -> None:
        """Send a message."""
        self._messages.put_nowait(message)

    def looked(self, look: Look) -> None:
        """Tell what to do: a prompt when it changes, a word when it changes and the last could be read."""
        if look.pending != self._pending:
            self._pending = look.pending
            self.put(_challenge(look.pending))
        guidance = GuidanceGiven(word=look.guidance, progress=round(look.progress, 2))
        now = asyncio.get_running_loop().time()
        if guidance != self._guidance and now - self._guided_at >= GUIDANCE_SECONDS:
            self._guidance, self._guided_at = guidance, now
            self.put(guidance)

    def dropped(self, total: int) -> None:
        """Tell how many frames were passed over."""
        self.put(FramesDropped(frames=total))

    def ended(self, session: Session, last_sequence: int | None) -> None:
        """Tell the outcome and close."""
        self.put(end_message(session, last_sequence, self._version))
        self._messages.put_nowait(Close(NORMAL, ""))

    def closed(self, closure: Closure) -> None:
        """Tell why there is no outcome and close; who broke a rule is told by the reader of the rule."""
        if closure in _CLOSURES:
            self.fail(_CLOSURES[closure])

    def fail(self, error: ServiceError) -> None:
        """Tell an error of the catalogue and close."""
        code = error.entry.code
        self.put(StreamFailed(code=code, message=str(error)))
        self._messages.put_nowait(Close(PRIVATE_CODES + error.entry.status, code))

    async def write_to(self, websocket: WebSocket) -> None:
        """Send until the connection is closed. Raises ``WebSocketDisconnect`` when the device is gone."""
        while True:
            message = await self._messages.get()
            if isinstance(message, Close):
                return await websocket.close(message.code, message.reason)
            await websocket.send_text(encode(message))


def _challenge(pending: Prompt | None) -> ChallengeShown:
    if pending is None:
        return ChallengeShown(action=None, seconds=None)
    return ChallengeShown(action=pending.action, seconds=round(pending.until - pending.shown_at, 3))
