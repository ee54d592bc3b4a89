"""A device that streams, one message at a time, and a server in this process to stream to."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from livegate.app import Application
from livegate.cli.serve import server_configuration
from livegate.contract.stream_messages import SUBPROTOCOL, BinaryKind, binary_message
from livegate.operations.system import RandomIdentifiers, SystemClock
from livegate.sessions.ports import Clock
from livegate.settings import Settings

HELLO = {"type": "hello", "protocol": 1}
ANSWER_SECONDS = 30


@dataclass
class StreamingDevice:
    """A device on an open connection; ``told`` keeps everything that it was told."""

    connection: ClientConnection
    told: list[dict[str, Any]]

    @property
    def request_id(self) -> str:
        assert self.connection.response is not None
        return self.connection.response.headers["apim-request-id"]

    async def say(self, **message: object) -> None:
        await self.connection.send(json.dumps(message))

    async def hello(self, **fields: object) -> dict[str, Any]:
        """Begin, and return the welcome."""
        await self.say(**HELLO, **fields)
        return await self.until("welcome")

    async def send_frame(self, sequence: int, captured_at: float, picture: bytes = b"a frame") -> None:
        microseconds = round(captured_at * 1_000_000)
        await self.connection.send(
            binary_message(BinaryKind.FRAME, picture, sequence=sequence, captured_at=microseconds)
        )

    async def until(self, kind: str) -> dict[str, Any]:
        """Return the next message of this type; it must come."""
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                message: dict[str, Any] = json.loads(await self.connection.recv())
                self.told.append(message)
                if message["type"] == kind:
                    return message

    async def close_code(self) -> int | None:
        """Return with what code the server closes, once it has said all that it had to say."""
        with suppress(ConnectionClosed):
            await self.until("nothing of this name")
        return self.connection.close_code

    def break_off(self) -> None:
        """Lose the connection without a word."""
        self.connection.transport.abort()


def stream_url(endpoint: str, version: str = "v1.2") -> str:
    return f"{endpoint.replace('http', 'ws', 1)}/face/{version}/session/stream"


@asynccontextmanager
async def streaming(endpoint: str, token: str, *, version: str = "v1.2") -> AsyncIterator[StreamingDevice]:
    """Connect as a browser does, with the token beside the subprotocol."""
    offered = [Subprotocol(SUBPROTOCOL), Subprotocol(token)]
    async with connect(stream_url(endpoint, version), subprotocols=offered) as connection:
        yield StreamingDevice(connection, [])


@asynccontextmanager
async def serving(settings: Settings, clock: Clock | None = None) -> AsyncIterator[str]:
    """Serve on a free port of this process and yield the endpoint."""
    started = asyncio.Event()
    clock = clock or SystemClock()
    application = Application(settings, clock=clock, identifiers=RandomIdentifiers(), started=started.set)
    server = uvicorn.Server(server_configuration(application, settings))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await started.wait()
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running


@asynccontextmanager
async def backend(endpoint: str, key: str) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Ocp-Apim-Subscription-Key": key}
    async with httpx.AsyncClient(base_url=endpoint, headers=headers, timeout=60) as client:
        yield client
