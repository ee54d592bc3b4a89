"""Lets tasks take turns, one step at a time, in an order that a seed decides: the same seed, the same race."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from random import Random
from typing import Any, TypeVar, cast

T = TypeVar("T")

SETTLING = 25
"""Turns of the event loop after which every task stands at its next step: more than any of them needs."""
MOST_IDLE = 2_000


class Scheduler:
    """Steps are what is done within ``step``; whatever lies between two of them runs at once, as in an event loop."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._waiting: list[asyncio.Future[None]] = []
        self._done = asyncio.Event()

    @asynccontextmanager
    async def step(self) -> AsyncIterator[None]:
        """Wait for this task's turn, and keep it."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        await turn
        try:
            yield
        finally:
            self._done.set()

    async def run(self, operations: Iterable[Coroutine[Any, Any, None]]) -> None:
        """Run the operations to their ends, and raise what one of them raises."""
        tasks = [asyncio.create_task(operation) for operation in operations]
        idle = 0
        while not all(task.done() for task in tasks):
            for _ in range(SETTLING):
                await asyncio.sleep(0)
            if not self._waiting:
                idle += 1
                assert idle < MOST_IDLE, "a task waits for nothing that could still happen"
                continue
            idle = 0
            await self._take_one()
        for task in tasks:
            task.result()

    async def finish(self) -> None:
        """Let what still runs beside the operations come to its end."""
        for _ in range(SETTLING):
            await asyncio.sleep(0)
            while self._waiting:
                await self._take_one()

    async def _take_one(self) -> None:
        self._done.clear()
        self._waiting.pop(self._random.randrange(len(self._waiting))).set_result(None)
        await self._done.wait()


class _Stepped:
    """Makes a step of every call to one of the named coroutine methods."""

    def __init__(self, target: object, scheduler: Scheduler, names: frozenset[str]) -> None:
        self._target = target
        self._scheduler = scheduler
        self._names = names

    def __getattr__(self, name: str) -> object:
        method = getattr(self._target, name)
        return self._step(method) if name in self._names and inspect.iscoroutinefunction(method) else method

    def _step(self, method: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def stepped(*arguments: object, **options: object) -> object:
            async with self._scheduler.step():
                return await method(*arguments, **options)

        return stepped


def stepped(target: T, scheduler: Scheduler, *names: str) -> T:
    """Return ``target`` with the named methods as steps; all others run at once."""
    return cast("T", _Stepped(target, scheduler, frozenset(names)))
