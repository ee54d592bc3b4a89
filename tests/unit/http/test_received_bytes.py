import pytest
from starlette.types import Message

from livegate.contract.errors import ServiceError
from livegate.http.received_bytes import ReceivedBytes


async def bring(received: ReceivedBytes, token_id: str, message: Message) -> Message:
    async def receive() -> Message:
        return message

    return await received.counted(token_id, receive)()


@pytest.mark.parametrize(
    "message",
    [
        {"type": "http.request", "body": b"12345678"},
        {"type": "websocket.receive", "bytes": b"12345678", "text": None},
        {"type": "websocket.receive", "bytes": None, "text": "12345678"},
    ],
)
async def test_whatever_brings_them_bytes_count_up_to_the_bound(message: Message) -> None:
    received = ReceivedBytes(most_bytes=16)
    assert await bring(received, "one", message) is message
    assert await bring(received, "one", message) is message
    for _ in range(2):
        with pytest.raises(ServiceError, match="16 bytes in all") as raised:
            await bring(received, "one", message)
        assert raised.value.entry.status == 413


async def test_each_token_has_a_bound_of_its_own() -> None:
    received = ReceivedBytes(most_bytes=8)
    for token_id in ("one", "two"):
        await bring(received, token_id, {"type": "http.request", "body": b"12345678"})
    await bring(received, "one", {"type": "http.disconnect"})


async def test_the_token_that_came_first_makes_room() -> None:
    received = ReceivedBytes(most_bytes=8, most_tokens=2)
    for token_id in ("one", "two", "three", "one"):
        await bring(received, token_id, {"type": "http.request", "body": b"12345678"})
    with pytest.raises(ServiceError):
        await bring(received, "three", {"type": "http.request", "body": b"1"})
