"""Work that goes on beside the calls."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Protocol


class Background(Protocol):
    """Something that runs until it is cancelled."""

    async def run(self) -> None:
        """Run."""


@asynccontextmanager
async def running(*works: Background) -> AsyncIterator[None]:
    """Run all of them meanwhile."""
    tasks = [asyncio.create_task(work.run()) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
