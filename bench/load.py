"""Prepared HTTP/1.1 requests over kept-alive connections, as fast as the server answers."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import cast
from urllib.parse import urlsplit

import uvloop

CONNECTIONS = 32
_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


def request_bytes(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Return one whole request."""
    fields = {"Host": "bench", **headers, "Content-Length": str(len(body))}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join(lines).encode() + _HEAD_END + body


def seconds_for(endpoint: str, requests: Sequence[bytes], *, status: int) -> float:
    """Send every request once over 32 connections and return how long that took.

    Raises ``RuntimeError`` when an answer has another status or a connection ends early.
    """
    address = urlsplit(endpoint)
    return uvloop.run(_run(str(address.hostname), address.port or 80, requests, b"HTTP/1.1 %d " % status))


async def _run(host: str, port: int, requests: Sequence[bytes], status_line: bytes) -> float:
    loop = asyncio.get_running_loop()
    waiting = iter(requests)
    connections = [
        (await loop.create_connection(lambda: _Connection(waiting, status_line), host, port))[1]
        for _ in range(CONNECTIONS)
    ]
    started = time.perf_counter()
    for connection in connections:
        connection.send_next()
    await asyncio.gather(*(connection.done for connection in connections))
    elapsed = time.perf_counter() - started
    for connection in connections:
        connection.close()
    return elapsed


class _Connection(asyncio.Protocol):
    """One connection: takes the next request as soon as the answer to the one before is complete."""

    def __init__(self, waiting: Iterator[bytes], status_line: bytes) -> None:
        self._waiting = waiting
        self._status_line = status_line
        self._head = b""
        self._missing = 0
        self._transport: asyncio.Transport | None = None
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do not derive from asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or RuntimeError("The server closed a connection."))

    def send_next(self) -> None:
        request = next(self._waiting, None)
        if self._transport is not None and request is not None:
            self._transport.write(request)
        elif not self.done.done():
            self.done.set_result(None)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        if self._missing == 0:
            data = self._head + data
            head_end = data.find(_HEAD_END)
            if head_end < 0:
                self._head = data
                return
            if not data.startswith(self._status_line):
                self.done.set_exception(RuntimeError(f"Unexpected answer: {data[:300]!r}"))
                return
            self._head = b""
            self._missing = head_end + len(_HEAD_END) + _content_length(data[:head_end])
        self._missing -= len(data)
        if self._missing == 0:
            self.send_next()


def _content_length(head: bytes) -> int:
    start = head.lower().find(_LENGTH)
    if start < 0:
        return 0
    return int(head[start + len(_LENGTH) :].split(b"\r\n", 1)[0])
