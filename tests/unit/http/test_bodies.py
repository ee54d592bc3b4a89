from collections.abc import Awaitable, Callable

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from livegate.contract.errors import ServiceError
from livegate.http.bodies import read_body, read_form
from tests.support.uncollected import all_set, freed, without_collector

PART = b'--b\r\nContent-Disposition: form-data; name="Content"\r\n\r\n' + b"a picture" * 100
LIMIT = 2000


def request_with(body: bytes, *following: Message) -> Request:
    messages = iter([{"type": "http.request", "body": body, "more_body": bool(following)}, *following])

    async def receive() -> Message:
        return next(messages)

    headers = [(b"content-type", b"multipart/form-data; boundary=b")]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


@pytest.mark.parametrize(
    ("read", "body", "reason"),
    [
        (read_form, PART, "cannot be read"),
        (read_form, PART + b"\r\n--b\r\n\xff: \xff\r\n\r\n\r\n--b--\r\n", "cannot be read"),
        (read_form, PART * 3 + b"\r\n--b--\r\n", "At most 2000 bytes"),
        (read_body, PART * 3, "At most 2000 bytes"),
    ],
    ids=["cut off", "broken header", "too large a form", "too large"],
)
async def test_a_refused_body_is_let_go_at_once(
    read: Callable[..., Awaitable[object]], body: bytes, reason: str
) -> None:
    request = request_with(body)
    events = freed([request])
    with without_collector():
        with pytest.raises(ServiceError, match=reason):
            await read(request, limit=LIMIT)
        del request
        await all_set(events)


async def test_a_body_in_pieces_is_put_together() -> None:
    empty, last = {"type": "http.request", "more_body": True}, {"type": "http.request", "body": PART[70:]}

    assert await read_body(request_with(PART[:70], empty, last), limit=LIMIT) == PART


async def test_pieces_are_too_large_together() -> None:
    endless = ({"type": "http.request", "body": PART, "more_body": True} for _ in range(9))

    with pytest.raises(ServiceError, match="At most 2000 bytes"):
        await read_body(request_with(PART, *endless), limit=LIMIT)


@pytest.mark.parametrize("read", [read_body, read_form])
async def test_a_body_that_breaks_off_is_no_body(read: Callable[..., Awaitable[object]]) -> None:
    with pytest.raises(ClientDisconnect):
        await read(request_with(PART, {"type": "http.disconnect"}), limit=LIMIT)
