import asyncio
from pathlib import Path

from livegate.cli.joined_writes import MOST_HELD, JoinedWrites


class Transport(asyncio.Transport):
    """Keeps each write."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []
        self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.writes.append(bytes(data))

    def close(self) -> None:
        self.is_closed = True

    def get_extra_info(self, name: str, default: object = None) -> object:
        return Path(name)


def joined() -> tuple[JoinedWrites, Transport]:
    transport = Transport()
    return JoinedWrites(transport, asyncio.get_running_loop()), transport


async def test_what_is_written_in_one_turn_goes_out_together_and_in_order() -> None:
    writes, transport = joined()
    writes.write(b"head ")
    writes.write(b"body")
    assert transport.writes == []
    await asyncio.sleep(0)
    writes.write(b"next")
    await asyncio.sleep(0)
    assert transport.writes == [b"head body", b"next"]


async def test_a_long_answer_is_not_held_back() -> None:
    writes, transport = joined()
    writes.write(b"x" * MOST_HELD)
    writes.write(b"y")
    assert transport.writes == [b"x" * MOST_HELD + b"y"]
    await asyncio.sleep(0)
    assert len(transport.writes) == 1


async def test_what_is_held_goes_out_before_the_end() -> None:
    writes, transport = joined()
    writes.write(b"last words")
    writes.close()
    assert (transport.writes, transport.is_closed) == ([b"last words"], True)


async def test_all_else_is_the_transports() -> None:
    writes, transport = joined()
    assert writes.get_extra_info("peername") == Path("peername")
    assert writes.is_closing == transport.is_closing
