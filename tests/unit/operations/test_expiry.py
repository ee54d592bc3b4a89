import asyncio

import pytest
import structlog.testing

from livegate.operations.expiry import ExpirySweep
from livegate.sessions.erasure import Erasure
from livegate.sessions.ports import StoreUnavailableError
from tests.support.sessions import new_session
from tests.unit.sessions.conftest import House, house

__all__ = ["house"]


class CountedErasure(Erasure):
    """Says when it has swept; fails while it is told to."""

    def __init__(self, house: House, *, failures: int) -> None:
        super().__init__(
            house.store,
            house.objects,
            house.clock,
            epoch_keys=house.epoch_keys,
            notes=house.notes,
            caches=(house.listing,),
        )
        self.failures = failures
        self.swept = asyncio.Event()

    async def sweep(self) -> int:
        if self.failures:
            self.failures -= 1
            raise StoreUnavailableError("away")
        erased = await super().sweep()
        self.swept.set()
        return erased


@pytest.mark.parametrize("failures", [0, 2])
async def test_erases_what_has_expired_even_after_the_store_was_away(house: House, failures: int) -> None:
    await house.archive.insert(new_session())
    house.clock.advance(hours=48)
    erasure = CountedErasure(house, failures=failures)
    with structlog.testing.capture_logs() as events:
        sweep = ExpirySweep(erasure, house.register, retire_keys=lambda: None, interval=0.001)
        running = asyncio.create_task(sweep.run())
        await asyncio.wait_for(erasure.swept.wait(), 10)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert [event["event"] for event in events] == ["expiry sweep failed"] * failures + ["expired sessions erased"]
    assert await house.store.expired(house.clock.now(), limit=10) == ()
