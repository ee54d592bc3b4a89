"""The expiry sweep: sessions whose life is over are erased by themselves."""

import asyncio
from collections.abc import Callable

import structlog

from livegate.sessions.erasure import Erasure
from livegate.sessions.erasure_register import ErasureRegister
from livegate.sessions.ports import StoreUnavailableError
from livegate.sessions.tombstones import ErasureChainError


class ExpirySweep:
    """Sweeps every ``interval`` seconds for as long as it runs, and has the chain of erasures signed when it is due.

    ``retire_keys`` drops keys that are out of date.
    """

    def __init__(
        self, erasure: Erasure, register: ErasureRegister, *, retire_keys: Callable[[], None], interval: float
    ) -> None:
        self._erasure = erasure
        self._register = register
        self._retire_keys = retire_keys
        self._interval = interval
        self._log = structlog.get_logger()

    async def run(self) -> None:
        """Sweep until cancelled; a store that is away is asked again at the next turn."""
        while True:
            try:
                erased = await self._erasure.sweep()
                if erased:
                    self._log.info("expired sessions erased", count=erased)
                await self._register.sign_due()
                await asyncio.to_thread(self._retire_keys)
            except StoreUnavailableError as error:
                self._log.warning("expiry sweep failed", reason=str(error))
            except ErasureChainError as error:
                self._log.error("chain of erasures broken", reason=str(error))  # the reason says all
            await asyncio.sleep(self._interval)
