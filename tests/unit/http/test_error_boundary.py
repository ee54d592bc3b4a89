import weakref
from collections.abc import Callable

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from livegate.contract.error_catalogue import INVALID_REQUEST_BODY
from livegate.contract.errors import ServiceError
from livegate.http.error_boundary import ErrorBoundary
from livegate.liveness.observation import MediaFault, UnreadableMediaError
from tests.support.uncollected import without_collector

ERRORS: list[tuple[Callable[[], Exception], int]] = [
    (lambda: ServiceError(INVALID_REQUEST_BODY), 400),
    (lambda: UnreadableMediaError(MediaFault.UNDECODABLE, "The image is damaged."), 400),
]


async def answered_status(app: ASGIApp) -> int:
    statuses: list[int] = []

    async def send(message: dict[str, int]) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    async def receive() -> dict[str, object]:
        raise AssertionError

    await app({"type": "http", "state": {"request_id": "id"}}, receive, send)  # type: ignore[arg-type]  # as servers do
    return statuses[0]


@pytest.mark.parametrize(("make_error", "status"), ERRORS, ids=["refused", "unreadable"])
async def test_an_error_and_what_its_call_held_are_let_go_once_it_is_answered(
    make_error: Callable[[], Exception], status: int
) -> None:
    raised: list[weakref.ref[Exception]] = []

    def remembered(error: Exception) -> Exception:
        raised.append(weakref.ref(error))
        return error

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise remembered(make_error())

    with without_collector():
        assert await answered_status(ErrorBoundary(app)) == status
        assert [error() for error in raised] == [None]
