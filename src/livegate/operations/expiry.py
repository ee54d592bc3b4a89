"""The expiry sweep: sessions whose life is over are erased by themselves."""

import asyncio
from collections.abc import Callable

import structlog

from livegate.sessions.erasure import Erasure
from livegate.sessions.ports import StoreUnavailableError


class ExpirySweep:
    """Sweeps every ``interval`` seconds for as long as it runs; ``retire_keys`` drops keys that are out of date."""

    def __init__(self, erasure: Erasure, *, retire_keys: Callable[[], None], interval: float) -> None:
        self._erasure = erasure
        self._retire_keys = retire_keys
        self._interval = interval
        self._log = structlog.get_logger()

    async def run(self) -> None:
        """Sweep until cancelled; a store that is away is asked again at the next turn."""
        while True:
            try:
                erased = await self._erasure.sweep()
                await asyncio.to_thread(self._retire_keys)
            except StoreUnavailableError as error:
                self._log.warning("expiry sweep failed", reason=str(error))
            else:
                if erased:
                    self._log.info("expired sessions erased", count=erased)
            await asyncio.sleep(self._interval)
