import pytest

from livegate.access.call_limits import (
    LARGEST_QUOTA,
    LARGEST_RATE,
    CallLimit,
    CallLimitError,
    LimitKind,
    limits_by_resource,
    parse_call_quota,
    parse_rate_limit,
    require_one_counter,
)
from livegate.access.resources import Resource

DAY = 86_400


@pytest.mark.parametrize(
    ("text", "calls", "seconds"),
    [
        ("10/second", 10, 1),
        ("3/hour", 3, 3600),
        ("1/day", 1, DAY),
        (" 7/Month ", 7, 30 * DAY),
        ("F0", 20, 60),
        ("s0", 10, 1),
        (f"{LARGEST_RATE}/minute", LARGEST_RATE, 60),
    ],
)
def test_a_rate_is_a_count_and_a_time_or_a_preset(text: str, calls: int, seconds: int) -> None:
    limit = parse_rate_limit(text, source="LIVEGATE_RATE_LIMIT")
    assert (limit.kind, limit.calls, limit.seconds) == (LimitKind.RATE, calls, seconds)


@pytest.mark.parametrize(("text", "calls"), [("100000/day", 100_000), (f"{LARGEST_QUOTA}/day", LARGEST_QUOTA)])
def test_a_quota_is_a_count_and_a_time(text: str, calls: int) -> None:
    limit = parse_call_quota(text, source="LIVEGATE_CALL_QUOTA")
    assert (limit.kind, limit.calls, limit.seconds) == (LimitKind.QUOTA, calls, DAY)


def test_calls_that_cannot_be_counted_pass_the_rate_and_not_the_quota() -> None:
    assert parse_rate_limit("1/second", source="").fails_open
    assert not parse_call_quota("1/day", source="").fails_open


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10",
        "10/",
        "/second",
        "0/second",
        "-1/second",
        "1.5/second",
        "10 per second",
        "10/2 seconds",
        "10/week",
        "F1",
        "1/second;5/minute",
        "1/second\n2/second",
        "\u0661/second",
        "1e3/day",
        "9" * 14 + "/day",
    ],
)
def test_what_is_no_limit_is_refused_in_words_that_say_where_it_stands_and_what_would_be_right(text: str) -> None:
    with pytest.raises(
        CallLimitError, match=r"^LIVEGATE_RATE_LIMIT cannot be .*: write it as 10/second, or F0 or S0\."
    ):
        parse_rate_limit(text, source="LIVEGATE_RATE_LIMIT")
    with pytest.raises(CallLimitError, match=r"^call_quota of .* cannot be .*: write it as 100000/day\. .* month \("):
        parse_call_quota(text, source="call_quota of the resource a")


def test_a_quota_has_no_presets() -> None:
    with pytest.raises(CallLimitError):
        parse_call_quota("F0", source="LIVEGATE_CALL_QUOTA")


def test_counts_beyond_what_can_be_kept_are_refused() -> None:
    with pytest.raises(CallLimitError, match="at most 10000 calls"):
        parse_rate_limit(f"{LARGEST_RATE + 1}/day", source="LIVEGATE_RATE_LIMIT")
    with pytest.raises(CallLimitError, match="at most 1000000000000 calls"):
        parse_call_quota(f"{LARGEST_QUOTA + 1}/day", source="LIVEGATE_CALL_QUOTA")


def test_the_settings_hold_for_resources_without_their_own() -> None:
    resources = [Resource("plain"), Resource("fast", rate_limit="100/second"), Resource("small", call_quota="5/day")]
    limits = limits_by_resource(resources, rate_limit="F0", call_quota="1000/month")
    rates, quotas = zip(*limits.values(), strict=True)
    assert list(limits) == ["plain", "fast", "small"]
    assert [(limit.calls, limit.seconds) for limit in rates] == [(20, 60), (100, 1), (20, 60)]
    assert [(limit.calls, limit.seconds) for limit in quotas] == [(1000, 30 * DAY), (1000, 30 * DAY), (5, DAY)]


def test_a_resource_without_any_limit_is_left_out() -> None:
    resources = [Resource("free"), Resource("limited", call_quota="5/day")]
    quota = CallLimit(LimitKind.QUOTA, 5, DAY, fails_open=False)
    assert limits_by_resource(resources, rate_limit=None, call_quota=None) == {"limited": (quota,)}


def test_a_limit_that_is_wrong_in_a_resource_is_told_with_its_name() -> None:
    with pytest.raises(CallLimitError, match="rate_limit of the resource shop cannot be"):
        limits_by_resource([Resource("shop", rate_limit="fast")], rate_limit=None, call_quota=None)


def test_several_processes_do_not_count_each_for_itself() -> None:
    with pytest.raises(CallLimitError, match=r"LIVEGATE_WORKERS is 2.*LIVEGATE_CACHE_URL"):
        require_one_counter(2)
    require_one_counter(1)
