"""Follows what other processes erase, for as long as it runs."""

import asyncio
from contextlib import suppress
from typing import Final

from livegate.sessions.erasure_watch import ErasureWatch
from livegate.sessions.ports import StoreUnavailableError

SECONDS_BETWEEN: Final = 0.5
"""A capture whose session was deleted elsewhere is closed within a second. One look takes some ten microseconds."""


class ErasureFollower:
    """Looks twice a second."""

    def __init__(self, watch: ErasureWatch) -> None:
        self._watch = watch

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            # A store that is away serves nothing either, and the expiry sweep says so.
            with suppress(StoreUnavailableError):
                await self._watch.look()
            await asyncio.sleep(SECONDS_BETWEEN)
