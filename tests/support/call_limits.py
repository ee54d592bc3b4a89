"""Limits on calls to try, and time that stands still for the library that counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

from livegate.access.call_limits import CallLimit, LimitKind
from tests.support.sessions import ManualClock


def rate(calls: int, seconds: int) -> CallLimit:
    return CallLimit(LimitKind.RATE, calls, seconds, fails_open=True)


def quota(calls: int, seconds: int) -> CallLimit:
    return CallLimit(LimitKind.QUOTA, calls, seconds, fails_open=False)


@contextmanager
def standing_time(clock: ManualClock) -> Iterator[None]:
    """Let the library read our clock in place of the machine's, which it reads by itself."""
    library_time = SimpleNamespace(time=lambda: clock.now().timestamp())
    with patch("limits.aio.storage.memory.time", library_time):
        yield
