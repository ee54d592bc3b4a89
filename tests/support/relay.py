"""A road to a server that can be cut: what a person's network does."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

CHUNK_BYTES = 65536


class Relay:
    """Passes bytes on, both ways and unread, while its road is open; ``upstream`` may become another server."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self._open: set[asyncio.WriteTransport] = set()
        self._is_cut = False
        self._bytes_left = math.inf
        self.endpoint = ""

    def cut_after(self, size: int) -> None:
        """Cut once so many bytes have come by from now on, before the last of them are passed on.

        So a test loses the network in the middle of a capture, which may be over before the test has seen that it runs.
        """
        self._bytes_left = size

    def cut(self) -> None:
        """Break every connection off, and take no new one until ``mend``."""
        self._is_cut = True
        for transport in tuple(self._open):
            transport.abort()

    def mend(self) -> None:
        """Take connections again, and pass on whatever comes."""
        self._is_cut = False
        self._bytes_left = math.inf

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes = b"") -> None:
        """Join a caller with the server until either goes; ``head`` is what was read of the caller already."""
        if self._is_cut:
            writer.transport.abort()
            return
        address = urlsplit(self.upstream)
        far_reader, far_writer = await asyncio.open_connection(address.hostname, address.port)
        transports = {writer.transport, far_writer.transport}
        self._open |= transports
        try:
            far_writer.write(head)
            await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))
        finally:
            self._open -= transports
            for transport in transports:
                transport.close()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        # A reset by either side is what a test may want; the other one is told by the end of its own road.
        with suppress(OSError):
            while data := await source.read(CHUNK_BYTES):
                self._count(len(data))
                target.write(data)
                await target.drain()
        target.transport.close()

    def _count(self, size: int) -> None:
        self._bytes_left -= size
        if self._bytes_left <= 0 and not self._is_cut:
            self.cut()


@asynccontextmanager
async def running_relay(upstream: str) -> AsyncIterator[Relay]:
    """Listen on a free port."""
    relay = Relay(upstream)
    listener = await asyncio.start_server(relay.join, "127.0.0.1", 0)
    relay.endpoint = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    async with listener:
        yield relay
        relay.cut()
