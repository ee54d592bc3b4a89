"""What is left in memory of a stream that was broken: nothing that held a picture."""

from collections.abc import Awaitable, Callable

import pytest

from livegate.cli.websocket_connection import WebSocketConnection
from livegate.http.stream_connection import StreamConnection
from tests.support.stream_house import StreamHouse
from tests.support.streaming import StreamingDevice
from tests.support.uncollected import all_set, freed, living, without_collector

OPCODE_3 = b"\x83\x80\1\2\3\4"
"""An empty masked frame of a kind that does not exist (RFC 6455, section 5.2)."""


async def say_nonsense(device: StreamingDevice) -> None:
    await device.connection.send("no JSON")


async def send_nonsense(device: StreamingDevice) -> None:
    device.connection.transport.write(OPCODE_3)


async def vanish(device: StreamingDevice) -> None:
    device.break_off()


@pytest.mark.parametrize("break_it", [say_nonsense, send_nonsense, vanish])
async def test_a_broken_stream_is_let_go_without_a_search_for_cycles(
    own_house: StreamHouse, break_it: Callable[[StreamingDevice], Awaitable[None]]
) -> None:
    with without_collector():
        device = await own_house.device(await own_house.create())
        await device.hello()
        await device.send_frame(0, 0.0)
        events = freed([*living(StreamConnection), *living(WebSocketConnection)])
        assert len(events) == 2
        await break_it(device)
        await all_set(events)
