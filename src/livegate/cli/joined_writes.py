"""A transport that sends the head of an answer and its body together: one system call and one packet instead of two."""

import asyncio
from typing import Any, Final

MOST_HELD = 64 * 1024
"""Bytes held back at most: longer answers pass on to the transport, whose own limit then slows down the sender."""


class JoinedWrites:
    """Holds what is written until the event loop's next turn, then writes it at once; all else is the transport's."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport: Final = transport
        self._loop: Final = loop
        self._held: list[bytes] = []
        self._size = 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the transport has
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write soon."""
        if not self._held:
            self._loop.call_soon(self._flush)
        self._held.append(data)
        self._size += len(data)
        if self._size > MOST_HELD:
            self._flush()

    def close(self) -> None:
        """Write what is held, then close."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._held:
            held, self._held, self._size = b"".join(self._held), [], 0
            self._transport.write(held)
