from dataclasses import replace

from livegate.access.call_counter import Allowance, LimitState
from livegate.access.call_limits import CallLimit, LimitKind
from livegate.http.rate_limit_headers import rate_limit_headers

RATE = LimitState(CallLimit(LimitKind.RATE, 10, 1, fails_open=True), remaining=9, seconds_to_reset=1)
QUOTA = LimitState(CallLimit(LimitKind.QUOTA, 500, 86_400, fails_open=False), remaining=120, seconds_to_reset=70)


def test_a_counted_call_is_answered_with_every_policy_and_what_is_left_of_it() -> None:
    """Deviation D-29."""
    assert rate_limit_headers(Allowance((RATE, QUOTA))) == [
        (b"ratelimit-policy", b'"rate";q=10;w=1, "quota";q=500;w=86400'),
        (b"ratelimit", b'"rate";r=9;t=1, "quota";r=120;t=70'),
    ]


def test_a_refused_call_is_told_that_nothing_is_left() -> None:
    exhausted = replace(RATE, remaining=0)
    headers = dict(rate_limit_headers(Allowance((exhausted,), refused_by=exhausted)))
    assert headers[b"ratelimit"] == b'"rate";r=0;t=1'


def test_a_call_that_was_not_counted_is_answered_without_them() -> None:
    assert rate_limit_headers(Allowance((), uncounted=(RATE.limit,))) == []
