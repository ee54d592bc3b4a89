"""What is let go at once, and what would stay until the interpreter looks for cycles."""

import asyncio
import gc
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Kept = TypeVar("Kept")

FREED_SECONDS = 20


@contextmanager
def without_collector() -> Iterator[None]:
    """Look for no cycles meanwhile: what is freed is no longer held by anything, itself included."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def living(kind: type[Kept]) -> list[Kept]:
    """Return all objects of exactly this type that the interpreter would look at."""
    return [each for each in gc.get_objects() if type(each) is kind]


def freed(objects: Iterable[object]) -> list[asyncio.Event]:
    """Return what is set as each of them is freed."""
    events = []
    for each in objects:
        events.append(asyncio.Event())
        weakref.finalize(each, events[-1].set)
    return events


async def all_set(events: Iterable[asyncio.Event]) -> None:
    """Return when all are. Raises ``TimeoutError``."""
    async with asyncio.timeout(FREED_SECONDS):
        for event in events:
            await event.wait()
