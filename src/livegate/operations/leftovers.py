"""What crashes leave behind: looked for once in a while, and removed."""

import asyncio
from collections.abc import Sequence
from typing import Final, Protocol

import structlog

from livegate.sessions.ports import StoreUnavailableError

SECONDS_BETWEEN: Final = 3600.0
"""Every look goes through all images, and a bucket charges for that."""


class Leftovers(Protocol):
    """One kind of them."""

    async def remove(self) -> int:
        """Remove them, and return how many there were. Raises ``StoreUnavailableError``."""


class LeftoverSweep:
    """Looks once at the start, and then every hour."""

    def __init__(self, kinds: Sequence[Leftovers]) -> None:
        self._kinds = tuple(kinds)
        self._log = structlog.get_logger()

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:
            await self.sweep()
            await asyncio.sleep(SECONDS_BETWEEN)

    async def sweep(self) -> None:
        """Remove all kinds; where one fails, the others are removed, and it is tried again at the next turn."""
        for kind in self._kinds:
            try:
                removed = await kind.remove()
            except StoreUnavailableError as error:
                self._log.warning("leftovers not removed", reason=str(error))
            else:
                if removed:
                    self._log.info("leftovers of a crash removed", count=removed)
