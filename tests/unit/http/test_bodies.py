from collections.abc import Awaitable, Callable

import pytest
from starlette.requests import Request
from starlette.types import Message

from livegate.contract.errors import ServiceError
from livegate.http.bodies import read_body, read_form
from tests.support.uncollected import all_set, freed, without_collector

PART = b'--b\r\nContent-Disposition: form-data; name="Content"\r\n\r\n' + b"a picture" * 100
LIMIT = 2000


def request_with(body: bytes) -> Request:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

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
        # Generators that were not read to their end are closed by the event loop.
        await all_set(events)
