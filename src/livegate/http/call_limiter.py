"""Counts a call that has been admitted, and turns it away when its resource has been called too often."""

import math

import structlog
from starlette.requests import HTTPConnection

from livegate.access.call_counter import CallCounter, LimitState
from livegate.access.call_limits import LimitKind
from livegate.contract.error_catalogue import CALL_QUOTA_EXCEEDED, RATE_LIMIT_EXCEEDED
from livegate.contract.errors import ServiceError

SECONDS_A_DAY = 86_400


class CallLimiter:
    """The limits of the resources, at the door."""

    def __init__(self, counter: CallCounter) -> None:
        self._counter = counter
        self._log = structlog.get_logger()
        self._is_counting = True

    async def admit(self, connection: HTTPConnection, resource: str) -> None:
        """Count one call of the resource.

        Raises ``ServiceError``: 429 beyond the rate limit, 403 beyond the quota. Raises ``CallCountUnavailableError``.
        """
        allowance = await self._counter.count(resource)
        if allowance is None:
            return
        # The headers of the answer are made from it, whatever becomes of the call.
        connection.state.allowance = allowance
        self._note(is_counting=not allowance.uncounted)
        if allowance.refused_by is not None:
            raise _refusal(allowance.refused_by)

    def _note(self, *, is_counting: bool) -> None:
        """Log when counting stops and when it goes on; not every call between."""
        if is_counting is self._is_counting:
            return
        self._is_counting = is_counting
        if is_counting:
            self._log.info("call_counts_reached")
        else:
            self._log.warning("call_counts_unreachable", consequence="calls pass without a rate limit")


def _refusal(state: LimitState) -> ServiceError:
    seconds = state.seconds_to_reset
    if state.limit.kind is LimitKind.RATE:
        return ServiceError(RATE_LIMIT_EXCEEDED, f"Try again in {seconds} seconds.", retry_after=seconds)
    days = math.ceil(seconds / SECONDS_A_DAY)
    return ServiceError(CALL_QUOTA_EXCEEDED, f"Quota will be replenished in {days} days.")
