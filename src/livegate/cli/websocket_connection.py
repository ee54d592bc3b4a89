"""The WebSocket connection: what never becomes a message is bounded too."""

from typing import Any, Final

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame

MOST_PINGS: Final = 100
"""Of one connection, which lasts two minutes. Each is answered, and what the peer does not read stays in memory."""

MOST_FRAGMENTS: Final = 4096
"""Frames of one message, which may all be empty; a verify image of 6 MB in pieces of 2 KiB takes 3,000."""


class WebSocketConnection(WebSocketsSansIOProtocol):
    """uvicorn's connection with bounds on pings and fragments; a peer beyond them is closed with 1008."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  # handed on to uvicorn as they come
        super().__init__(*arguments, **options)
        self._pings = 0

    def connection_lost(self, exc: Exception | None) -> None:
        """End with the connection."""
        super().connection_lost(exc)
        # The parser and its error keep each other, and with them the last of what was read.
        self.conn.parser_exc = None

    async def send(self, message: ASGISendEvent) -> None:
        """Send what the application says. Raises ``ClientDisconnected`` once the connection is closing.

        uvicorn closes it for what the peer has sent, and takes what the application was about to say for a defect.
        """
        if self.close_sent and self.transport.is_closing():
            raise ClientDisconnected
        await super().send(message)

    def handle_ping(self) -> None:
        """Answer a ping."""
        self._pings += 1
        if self._pings > MOST_PINGS:
            self._give_up(CloseCode.POLICY_VIOLATION, f"A connection takes at most {MOST_PINGS} pings.")
        else:
            super().handle_ping()

    def handle_cont(self, event: Frame) -> None:
        """Add a fragment to the message that is not whole yet."""
        if len(self.frames) >= MOST_FRAGMENTS:
            self._give_up(CloseCode.POLICY_VIOLATION, f"A message has at most {MOST_FRAGMENTS} frames.")
        else:
            super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        """Hand on a whole message; text that is no UTF-8 ends the connection with 1007."""
        if self.curr_msg_data_type == "text" and not _is_text(b"".join(self.frames)):
            # uvicorn would send a close of its own, which fails where the peer has just sent one.
            self._give_up(CloseCode.INVALID_DATA, "A text message is UTF-8.")
        else:
            super().send_receive_event_to_app()

    def _give_up(self, code: CloseCode, reason: str) -> None:
        # One read may bring many more of the same.
        if not (self.close_sent or self.transport.is_closing()):
            self.conn.fail(code, reason)
            self.handle_parser_exception()


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
