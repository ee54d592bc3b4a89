"""Connections that are opened and not used: each has its time, and all together have their number."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from livegate.cli import http_connection
from livegate.cli.serve import server_configuration
from livegate.settings import Settings

REQUEST = b"GET / HTTP/1.1\r\nHost: gate\r\n\r\n"
LONG_REQUEST = b"POST /early HTTP/1.1\r\nHost: gate\r\nContent-Length: 1000000\r\n\r\nsome"
Opened = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Door:
    """An application that answers at once, after the body, or when it is told to, and a server around it."""

    def __init__(self) -> None:
        self.may_answer = asyncio.Event()
        self.has_asked = asyncio.Event()
        self.port = 0
        self.state = ServerState()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if scope["path"] == "/slow":
                self.has_asked.set()
                await self.may_answer.wait()
            elif scope["path"] == "/body":
                await Request(scope, receive).body()
            await PlainTextResponse("here")(scope, receive, send)

    async def connect(self) -> Opened:
        return await asyncio.open_connection("127.0.0.1", self.port)


@asynccontextmanager
async def opened_door() -> AsyncIterator[Door]:
    door = Door()
    configuration = server_configuration("", Settings())
    configuration.app, configuration.factory, configuration.lifespan = door, False, "off"
    server = uvicorn.Server(configuration)
    configuration.load()
    listener = await asyncio.get_running_loop().create_server(
        lambda: http_connection.HttpConnection(config=configuration, server_state=server.server_state, app_state={}),
        "127.0.0.1",
    )
    door.state = server.server_state
    door.port = listener.sockets[0].getsockname()[1]
    yield door
    listener.close()
    for connection in list(server.server_state.connections):
        connection.shutdown()
    await asyncio.gather(*server.server_state.tasks)
    await listener.wait_closed()


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with opened_door() as door:
        yield door


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_connection, "HEAD_SECONDS", 0.05)


async def everything(opened: Opened) -> bytes:
    """Return what comes until the server closes."""
    reader, writer = opened
    content = await reader.read()
    writer.close()
    return content


@pytest.mark.usefixtures("short_patience")
class TestWhoSends:
    async def test_nothing_is_closed_without_a_word(self, door: Door) -> None:
        assert await everything(await door.connect()) == b""

    @pytest.mark.parametrize("begun", [b"GET", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: gate\r\nX-Slow: "])
    async def test_half_a_head_is_told_that_the_time_is_over(self, door: Door, begun: bytes) -> None:
        opened = await door.connect()
        opened[1].write(begun)
        head, _, body = (await everything(opened)).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 408 ")
        assert b"\r\napim-request-id: " in head
        assert body == b'{"error":{"code":"408","message":"The request was not received in time."}}'

    @pytest.mark.parametrize("begun", [b"GET / HTTP/1.1\r\n", b"\r\n"])
    async def test_half_a_head_behind_an_answered_request_is_cut_off_too(self, door: Door, begun: bytes) -> None:
        reader, writer = await door.connect()
        writer.write(REQUEST)
        await reader.readuntil(b"here")
        writer.write(begun)
        answer = await everything((reader, writer))
        assert answer.startswith(b"HTTP/1.1 408 ") is begun.startswith(b"GET")

    async def test_a_body_that_was_answered_before_its_end_is_cut_off(self, door: Door) -> None:
        reader, writer = await door.connect()
        writer.write(LONG_REQUEST)
        await reader.readuntil(b"here")
        writer.write(b"more")
        assert await everything((reader, writer)) == b""

    async def test_a_whole_head_has_time_for_the_body_and_the_answer(self, door: Door) -> None:
        reader, writer = await door.connect()
        writer.write(b"POST /slow HTTP/1.1\r\nHost: gate\r\nContent-Length: 2\r\n\r\na")
        await door.has_asked.wait()
        (connection,) = door.state.connections
        assert isinstance(connection, http_connection.HttpConnection)
        assert connection._head_deadline is None
        writer.write(b"b")
        door.may_answer.set()
        assert (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200 ")
        writer.close()


class TestTooManyConnections:
    @pytest.fixture(autouse=True)
    def _few(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(http_connection, "MOST_CONNECTIONS", 3)

    async def test_the_one_that_has_waited_longest_makes_room(self, door: Door) -> None:
        async with AsyncExitStack() as stack:
            opened = []
            for _ in range(5):
                opened.append(await door.connect())
                stack.callback(opened[-1][1].close)
                # The server has seen this one before the next comes.
                opened[-1][1].write(REQUEST)
                await opened[-1][0].readuntil(b"here")
            assert [await reader.read() for reader, _ in opened[:2]] == [b"", b""]
            for reader, writer in opened[2:]:
                writer.write(REQUEST)
                await reader.readuntil(b"here")

    async def test_where_all_are_being_answered_the_next_is_refused(self, door: Door) -> None:
        async with AsyncExitStack() as stack:
            busy = [await door.connect() for _ in range(3)]
            for _, writer in busy:
                stack.callback(writer.close)
                door.has_asked.clear()
                writer.write(REQUEST.replace(b"/", b"/slow", 1))
                await door.has_asked.wait()
            assert (await everything(await door.connect())).startswith(b"HTTP/1.1 503 ")
            door.may_answer.set()
            for reader, _ in busy:
                await reader.readuntil(b"here")
