import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits.aio.storage import MemoryStorage, Storage

from livegate.access.call_counter import Allowance, CallCounter, CallCountUnavailableError
from livegate.access.call_counts import open_call_counts
from livegate.access.call_limits import CallLimit, LimitKind
from tests.support.call_limits import quota, rate, standing_time
from tests.support.sessions import ManualClock

SECONDS = 4
PAUSE = 0.375
"""Seconds: a number that floating-point numbers hold exactly, and no divisor of the window."""

pauses_before_calls = st.lists(st.integers(0, 5), min_size=1, max_size=40)


@pytest.fixture
def clock() -> Iterator[ManualClock]:
    clock = ManualClock()
    with standing_time(clock):
        yield clock


def counter(clock: ManualClock, *limits: CallLimit) -> CallCounter:
    return CallCounter({"face": limits, "other": limits}, MemoryStorage(), now=clock.now)


async def counted(counter: CallCounter, resource: str = "face") -> Allowance:
    allowance = await counter.count(resource)
    assert allowance is not None
    return allowance


def arrivals(pauses: list[int], limit: CallLimit) -> list[tuple[float, bool, int]]:
    """When calls arrive, whether they pass, and in how many seconds there are more."""
    clock = ManualClock()

    async def arrive() -> list[tuple[float, bool, int]]:
        calls, found = counter(clock, limit), []
        for pause in pauses:
            clock.advance(seconds=pause * PAUSE)
            allowance = await counted(calls)
            (state,) = allowance.states
            found.append((clock.now().timestamp(), allowance.refused_by is None, state.seconds_to_reset))
        return found

    with standing_time(clock):
        return asyncio.run(arrive())


@settings(max_examples=40)
@given(pauses_before_calls, st.integers(1, 5))
def test_no_window_of_a_rate_ever_has_more_calls_than_it_allows(pauses: list[int], calls: int) -> None:
    passed: list[float] = []
    for now, is_allowed, seconds_to_reset in arrivals(pauses, rate(calls, SECONDS)):
        within = [moment for moment in passed if moment >= now - SECONDS]
        assert is_allowed is (len(within) < calls)
        if is_allowed:
            passed.append(now)
        else:
            assert within[0] + SECONDS <= now + seconds_to_reset < within[0] + SECONDS + 1


@given(pauses_before_calls, st.integers(1, 5))
def test_a_quotas_window_begins_with_its_first_call_and_ends_at_once(pauses: list[int], calls: int) -> None:
    ends, used = 0.0, 0
    for now, is_allowed, seconds_to_reset in arrivals(pauses, quota(calls, SECONDS)):
        if now >= ends:
            ends, used = now + SECONDS, 0
        used += 1
        assert is_allowed is (used <= calls)
        assert ends <= now + seconds_to_reset < ends + 1


async def test_an_allowance_says_what_remains_and_when_there_is_more(clock: ManualClock) -> None:
    calls = counter(clock, rate(2, SECONDS), quota(3, 100))
    first = await counted(calls)
    clock.advance(seconds=1.5)
    second, third = [await counted(calls) for _ in range(2)]
    assert [(state.remaining, state.seconds_to_reset) for state in first.states] == [(1, 4), (2, 100)]
    assert [(state.remaining, state.seconds_to_reset) for state in second.states] == [(0, 3), (1, 99)]
    assert (first.refused_by, second.refused_by) == (None, None)
    assert third.refused_by == third.states[0]


async def test_a_call_that_the_rate_refuses_uses_up_no_quota(clock: ManualClock) -> None:
    calls = counter(clock, rate(1, SECONDS), quota(2, 100))
    for _ in range(5):
        allowance = await counted(calls)
    assert allowance.refused_by is not None
    assert allowance.refused_by.limit.kind is LimitKind.RATE
    assert allowance.states[1].remaining == 1
    clock.advance(seconds=SECONDS + 1)
    assert (await counted(calls)).refused_by is None
    clock.advance(seconds=SECONDS + 1)
    refused = await counted(calls)
    assert refused.refused_by is not None
    assert refused.refused_by.limit.kind is LimitKind.QUOTA


async def test_calls_that_arrive_together_are_counted_one_by_one(clock: ManualClock) -> None:
    calls = counter(clock, rate(10, SECONDS), quota(7, 100))
    allowances = await asyncio.gather(*(counted(calls) for _ in range(50)))
    assert sum(allowance.refused_by is None for allowance in allowances) == 7


async def test_resources_are_counted_apart_and_those_without_limits_not_at_all(clock: ManualClock) -> None:
    calls = counter(clock, rate(1, SECONDS))
    assert (await counted(calls, "face")).refused_by is None
    assert (await counted(calls, "other")).refused_by is None
    assert (await counted(calls, "face")).refused_by is not None
    assert await calls.count("unlimited") is None


async def test_a_clock_that_is_set_back_shuts_no_door_for_longer_than_its_window(clock: ManualClock) -> None:
    calls = counter(clock, rate(1, SECONDS))
    await counted(calls)
    clock.advance(hours=-1)
    refused = (await counted(calls)).refused_by
    assert refused is not None
    assert refused.seconds_to_reset == SECONDS


class TestUnreachableCounts:
    @pytest.fixture
    async def unreachable(self, unused_tcp_port: int) -> AsyncIterator[Storage]:
        async with open_call_counts(f"valkey://127.0.0.1:{unused_tcp_port}/0") as counts:
            yield counts

    async def test_let_calls_pass_without_a_rate(self, unreachable: Storage, clock: ManualClock) -> None:
        calls = CallCounter({"face": (rate(1, SECONDS),)}, unreachable, now=clock.now)
        for _ in range(3):
            assert await calls.count("face") == Allowance((), None, (rate(1, SECONDS),))
        await calls.ping()

    async def test_let_no_call_pass_without_a_quota(self, unreachable: Storage, clock: ManualClock) -> None:
        calls = CallCounter(
            {"face": (rate(1, SECONDS), quota(1, SECONDS)), "free": (rate(1, SECONDS),)}, unreachable, now=clock.now
        )
        with pytest.raises(CallCountUnavailableError):
            await calls.count("face")
        with pytest.raises(CallCountUnavailableError):
            await calls.ping()
        assert await calls.count("free") is not None
