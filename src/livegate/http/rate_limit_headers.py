"""What a resource's limits are and what is left of them, on every answer to a call that was counted.

Source: draft-ietf-httpapi-ratelimit-headers-10; both fields are lists of RFC 9651 with a policy's name as the item.
"""

from collections.abc import Iterable

from livegate.access.call_counter import Allowance, LimitState


def rate_limit_headers(allowance: Allowance) -> list[tuple[bytes, bytes]]:
    """Return the fields for a counted call; none where no limit could be counted."""
    if not allowance.states:
        return []
    policy, state = _policy(allowance.states), _state(allowance.states)
    return [(b"ratelimit-policy", policy.encode()), (b"ratelimit", state.encode())]


def _policy(states: Iterable[LimitState]) -> str:
    """Return ``"rate";q=10;w=1``: calls (q) in a window of seconds (w)."""
    limits = (state.limit for state in states)
    return ", ".join(f'"{limit.kind}";q={limit.calls};w={limit.seconds}' for limit in limits)


def _state(states: Iterable[LimitState]) -> str:
    """Return ``"rate";r=9;t=1``: calls that remain (r), and seconds until there are more of them (t)."""
    return ", ".join(f'"{state.limit.kind}";r={state.remaining};t={state.seconds_to_reset}' for state in states)
