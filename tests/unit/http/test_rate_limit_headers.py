from dataclasses import replace

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from livegate.access.call_counter import Allowance, LimitState
from livegate.access.call_limits import CallLimit, LimitKind
from livegate.http.rate_limit_headers import RateLimitHeaders

RATE = LimitState(CallLimit(LimitKind.RATE, 10, 1, fails_open=True), remaining=9, seconds_to_reset=1)
QUOTA = LimitState(CallLimit(LimitKind.QUOTA, 500, 86_400, fails_open=False), remaining=120, seconds_to_reset=70)


async def headers(allowance: Allowance | None) -> dict[str, str]:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if allowance is not None:
            scope["state"] = {"allowance": allowance}
        await PlainTextResponse("")(scope, receive, send)

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(RateLimitHeaders(app)), base_url="http://gate"
    ) as caller:
        answered = (await caller.get("/")).headers
    return {name: value for name, value in answered.items() if name.startswith("ratelimit")}


async def test_a_counted_call_is_answered_with_every_policy_and_what_is_left_of_it() -> None:
    """Deviation D-29."""
    assert await headers(Allowance((RATE, QUOTA))) == {
        "ratelimit-policy": '"rate";q=10;w=1, "quota";q=500;w=86400',
        "ratelimit": '"rate";r=9;t=1, "quota";r=120;t=70',
    }


async def test_a_refused_call_is_told_that_nothing_is_left() -> None:
    exhausted = replace(RATE, remaining=0)
    assert (await headers(Allowance((exhausted,), refused_by=exhausted)))["ratelimit"] == '"rate";r=0;t=1'


@pytest.mark.parametrize("allowance", [None, Allowance((), uncounted=(RATE.limit,))])
async def test_a_call_that_was_not_counted_is_answered_without_them(allowance: Allowance | None) -> None:
    assert await headers(allowance) == {}
