"""The WebSocket connection: what never becomes a message is bounded too."""

from typing import Any, Final

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

    def handle_ping(self) -> None:
        """Answer a ping."""
        self._pings += 1
        if self._pings > MOST_PINGS:
            self._give_up(f"A connection takes at most {MOST_PINGS} pings.")
        else:
            super().handle_ping()

    def handle_cont(self, event: Frame) -> None:
        """Add a fragment to the message that is not whole yet."""
        if len(self.frames) >= MOST_FRAGMENTS:
            self._give_up(f"A message has at most {MOST_FRAGMENTS} frames.")
        else:
            super().handle_cont(event)

    def _give_up(self, reason: str) -> None:
        # One read may bring many more of the same.
        if not (self.close_sent or self.transport.is_closing()):
            self.conn.fail(CloseCode.POLICY_VIOLATION, reason)
            self.handle_parser_exception()
