"""How much may come with one session auth token: counted over all of its calls and streams, whatever becomes of them.

Attempts bound what is judged; this bounds what is sent and refused before an attempt is spent. Each process counts for
itself.
"""

from typing import Final

from starlette.types import Message, Receive

from livegate.contract.error_catalogue import REQUEST_TOO_LARGE
from livegate.contract.errors import ServiceError

MOST_BYTES: Final = 512 * 1024 * 1024
"""Three attempts of the longest streams, 100 MiB each, and as much again for connections that were lost."""

MOST_TOKENS: Final = 10_000
"""Tokens that are counted, about a megabyte; the one that came first makes room."""


class ReceivedBytes:
    """Counts by token id (deviation D-47)."""

    def __init__(self, *, most_bytes: int = MOST_BYTES, most_tokens: int = MOST_TOKENS) -> None:
        self._most_bytes = most_bytes
        self._most_tokens = most_tokens
        self._received: dict[str, int] = {}

    def counted(self, token_id: str, receive: Receive) -> Receive:
        """Return ``receive`` for a call with this token: it raises ``ServiceError`` (413) once too much has come."""

        async def receive_counted() -> Message:
            message = await receive()
            self._add(token_id, _size(message))
            return message

        return receive_counted

    def _add(self, token_id: str, size: int) -> None:
        if token_id not in self._received and len(self._received) >= self._most_tokens:
            del self._received[next(iter(self._received))]
        received = self._received[token_id] = self._received.get(token_id, 0) + size
        if received > self._most_bytes:
            raise ServiceError(REQUEST_TOO_LARGE, f"One session auth token may bring {self._most_bytes} bytes in all.")


def _size(message: Message) -> int:
    return len(message.get("body") or message.get("bytes") or message.get("text") or b"")
