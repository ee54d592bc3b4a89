"""How often a resource may be called: a rate limit, and a quota over a longer time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from livegate.access.resources import Resource

PRESETS = {"F0": "20/minute", "S0": "10/second"}
"""Azure's pricing tiers with their rates, from its page on quotas and limits of the Face service."""

LARGEST_RATE = 10_000
"""Calls in a window: the time of each is kept until the window has passed it."""

LARGEST_QUOTA = 10**12
"""Calls in a window: far beyond use, and exact in every cache."""

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "month": 30 * 86_400}
_LIMIT = re.compile(rf"(?P<calls>[1-9][0-9]{{0,12}})/(?P<unit>{'|'.join(_SECONDS)})")


class LimitKind(StrEnum):
    """What a limit is for, as the headers of an answer name it."""

    RATE = "rate"
    QUOTA = "quota"


class CallLimitError(Exception):
    """A limit that cannot be kept as it was set; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class CallLimit:
    """At most ``calls`` in ``seconds``.

    A rate's window moves with time; a quota's begins with its first call and ends all at once. ``fails_open`` says
    what happens while calls cannot be counted: a rate evens out load, and a cache that is away must not end a service
    that works; a quota is a promise about the volume, and what is not counted cannot be promised.
    """

    kind: LimitKind
    calls: int
    seconds: int
    fails_open: bool


def parse_rate_limit(text: str, *, source: str) -> CallLimit:
    """Return the rate limit of ``10/second`` or of a preset. Raises ``CallLimitError``, which names ``source``."""
    calls, seconds = _parse(PRESETS.get(text.strip().upper(), text), source, "10/second, or F0 or S0")
    if calls > LARGEST_RATE:
        raise CallLimitError(f"{source}: a rate is at most {LARGEST_RATE} calls; limit more by a quota.")
    return CallLimit(LimitKind.RATE, calls, seconds, fails_open=True)


def parse_call_quota(text: str, *, source: str) -> CallLimit:
    """Return the quota of ``100000/day``. Raises ``CallLimitError``, which names ``source``."""
    calls, seconds = _parse(text, source, "100000/day")
    if calls > LARGEST_QUOTA:
        raise CallLimitError(f"{source}: a quota is at most {LARGEST_QUOTA} calls.")
    return CallLimit(LimitKind.QUOTA, calls, seconds, fails_open=False)


def limits_by_resource(
    resources: Iterable[Resource], *, rate_limit: str | None, call_quota: str | None
) -> dict[str, tuple[CallLimit, ...]]:
    """Return each resource's limits by its name; resources without any are left out.

    ``rate_limit`` and ``call_quota`` are the settings, for resources without their own. The rate comes first: what it
    refuses uses up no quota. Raises ``CallLimitError``.
    """
    limits = {resource.name: _limits_of(resource, rate_limit, call_quota) for resource in resources}
    return {name: found for name, found in limits.items() if found}


def require_one_counter(workers: int) -> None:
    """Raise ``CallLimitError`` when several processes would each count for themselves."""
    if workers > 1:
        raise CallLimitError(
            f"LIVEGATE_WORKERS is {workers}, and limits are counted together only through LIVEGATE_CACHE_URL: set it, "
            "or run one worker."
        )


def _limits_of(resource: Resource, rate_limit: str | None, call_quota: str | None) -> tuple[CallLimit, ...]:
    limits = []
    if resource.rate_limit is not None:
        limits.append(parse_rate_limit(resource.rate_limit, source=f"rate_limit of the resource {resource.name}"))
    elif rate_limit is not None:
        limits.append(parse_rate_limit(rate_limit, source="LIVEGATE_RATE_LIMIT"))
    if resource.call_quota is not None:
        limits.append(parse_call_quota(resource.call_quota, source=f"call_quota of the resource {resource.name}"))
    elif call_quota is not None:
        limits.append(parse_call_quota(call_quota, source="LIVEGATE_CALL_QUOTA"))
    return tuple(limits)


def _parse(text: str, source: str, example: str) -> tuple[int, int]:
    found = _LIMIT.fullmatch(text.strip().lower())
    if found is None:
        raise CallLimitError(
            f"{source} cannot be {text!r}: write it as {example}. The count is above 0, the unit is one of "
            f"{', '.join(_SECONDS)} (30 days)."
        )
    return int(found["calls"]), _SECONDS[found["unit"]]
