"""Counts calls and says whether one more is allowed.

``limits`` keeps the windows, by the machine's clock, which it reads itself: processes that share counts need clocks
that agree.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter
from limits.errors import StorageError

from livegate.access.call_limits import CallLimit, LimitKind


class CallCountUnavailableError(Exception):
    """A call that could not be counted and must not pass uncounted."""


@dataclass(frozen=True, slots=True)
class LimitState:
    """A limit after a call: calls that remain, and whole seconds, 1 or more, until there are more of them."""

    limit: CallLimit
    remaining: int
    seconds_to_reset: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the limits say to one call.

    ``refused_by`` is the limit that was exhausted before this call, None when the call may go on. ``uncounted`` are
    those whose count could not be reached and that let calls pass then.
    """

    states: tuple[LimitState, ...]
    refused_by: LimitState | None = None
    uncounted: tuple[CallLimit, ...] = ()


class CallCounter:
    """The limits of all resources over their counts.

    ``limits`` are each resource's, in the order in which they are asked. ``now`` must be the machine's clock.
    """

    def __init__(
        self, limits: Mapping[str, tuple[CallLimit, ...]], counts: Storage, *, now: Callable[[], datetime]
    ) -> None:
        self._limits = {
            name: tuple((limit, _item(limit)) for limit in resource_limits) for name, resource_limits in limits.items()
        }
        self._counts = counts
        self._now = now
        self._strategies = {
            LimitKind.RATE: MovingWindowRateLimiter(counts),
            LimitKind.QUOTA: FixedWindowRateLimiter(counts),
        }

    async def count(self, resource: str) -> Allowance | None:
        """Count one call; return what the resource's limits say, None where it has none.

        A call that one limit refuses is not counted by those behind it. Raises ``CallCountUnavailableError``.
        """
        limits = self._limits.get(resource)
        if limits is None:
            return None
        states: list[LimitState] = []
        uncounted: list[CallLimit] = []
        refused_by = None
        for limit, item in limits:
            try:
                is_exceeded = refused_by is None and not await self._strategies[limit.kind].hit(item, resource)
                states.append(await self._state(limit, item, resource))
            except (StorageError, OSError) as error:
                if not limit.fails_open:
                    raise CallCountUnavailableError from error
                uncounted.append(limit)
            else:
                refused_by = states[-1] if is_exceeded else refused_by
        return Allowance(tuple(states), refused_by, tuple(uncounted))

    async def ping(self) -> None:
        """Raise ``CallCountUnavailableError`` when calls are refused because they cannot be counted."""
        limits = (limit for resource_limits in self._limits.values() for limit, _ in resource_limits)
        if not all(limit.fails_open for limit in limits) and not await self._counts.check():
            raise CallCountUnavailableError

    async def _state(self, limit: CallLimit, item: RateLimitItem, resource: str) -> LimitState:
        reset, remaining = await self._strategies[limit.kind].get_window_stats(item, resource)
        seconds = math.ceil(reset - self._now().timestamp())
        # A clock that was set back must not shut a door for longer than its window.
        return LimitState(limit, remaining, min(max(1, seconds), limit.seconds))


def _item(limit: CallLimit) -> RateLimitItem:
    return RateLimitItemPerSecond(limit.calls, limit.seconds, namespace=limit.kind)
