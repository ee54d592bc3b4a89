"""Image objects without a session: a process has died between writing one and keeping its row."""

from datetime import timedelta
from typing import Final

from livegate.sessions.ports import Clock, ObjectStore, SessionStore

ORPHAN_AGE: Final = timedelta(minutes=10)
"""Twice as long as an attempt may last: what is older and has no row is not about to get one."""


class OrphanedImages:
    """Looks through the objects whose names begin with ``prefix`` for those that no session knows."""

    def __init__(self, store: SessionStore, objects: ObjectStore, clock: Clock, *, prefix: str) -> None:
        self._store = store
        self._objects = objects
        self._clock = clock
        self._prefix = prefix

    async def remove(self) -> int:
        """Remove them, and return how many there were. Raises ``StoreUnavailableError``."""
        removed = 0
        async for names in self._objects.written_before(self._clock.now() - ORPHAN_AGE, prefix=self._prefix):
            for name in await self._store.unknown_objects(names):
                await self._objects.remove(name)
                removed += 1
        return removed
