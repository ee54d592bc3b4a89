import asyncio

import pytest

from livegate.operations import erasure_follower
from livegate.operations.background import running
from livegate.operations.erasure_follower import ErasureFollower
from livegate.sessions.erasure_watch import ErasureWatch
from livegate.sessions.ports import StoreUnavailableError
from tests.unit.sessions.conftest import House, house

__all__ = ["house"]


class FailingWatch(ErasureWatch):
    """Fails at its first look."""

    def __init__(self, house: House) -> None:
        super().__init__(house.store, caches=())
        self.looks = 0
        self.looked = asyncio.Event()

    async def look(self) -> None:
        self.looks += 1
        if self.looks == 1:
            raise StoreUnavailableError("away")
        await super().look()
        self.looked.set()


async def test_a_store_that_was_away_is_asked_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure_follower, "SECONDS_BETWEEN", 0)
    watch = FailingWatch(house)
    async with running(ErasureFollower(watch)):
        await asyncio.wait_for(watch.looked.wait(), 10)
    assert watch.looks >= 2
