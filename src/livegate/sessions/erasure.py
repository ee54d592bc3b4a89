"""Erasing sessions: one path for DELETE and for expiry."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.ports import (
    Clock,
    EpochKeys,
    ObjectStore,
    SessionCache,
    SessionKey,
    SessionStore,
    StoreUnavailableError,
)
from livegate.sessions.tombstones import Tombstone

SWEEP_BATCH = 200
"""Sessions erased together: small enough that a sweep never holds the writer for long."""

FORGET_BATCH = 2_000
"""Create calls, or sightings, forgotten together: short rows, far quicker to delete than sessions."""


class Erasure:
    """Forgets sessions.

    The data key goes first, in the store's transaction: whatever is left anywhere else cannot be opened any more.
    """

    def __init__(
        self,
        store: SessionStore,
        objects: ObjectStore,
        clock: Clock,
        *,
        epoch_keys: EpochKeys,
        notes: ErasureNotes,
        caches: Sequence[SessionCache],
    ) -> None:
        self._store = store
        self._objects = objects
        self._clock = clock
        self._epoch_keys = epoch_keys
        self._notes = notes
        self._caches = tuple(caches)

    async def erase(self, key: SessionKey) -> Tombstone | None:
        """Erase one session and all that belongs to it, and return its tombstone; None: there is no such session."""
        try:
            erased = await self._store.erase(key, self._notes.write(key, self._clock.now()))
        finally:
            # Also where the store fails: it may have erased the session, and failed to say so twice.
            for cache in self._caches:
                cache.forget(key.session_id)
        if erased is None:
            return None
        # The session is gone and its objects are noted for removal: what fails here is finished by the next sweep.
        with suppress(StoreUnavailableError):
            await self._remove(erased.object_names)
        return erased.tombstone

    async def sweep(self) -> int:
        """Erase every session whose life is over and return how many.

        Then destroy the keys of the epochs that are over, so that nothing opens the copies that backups hold of them.
        Forget the create calls, sightings and traces that no longer count, and finish removals that were interrupted.
        """
        for cache in self._caches:
            cache.forget_all()
        begun_at = self._clock.now()
        erased = 0
        while keys := await self._store.expired(self._clock.now(), limit=SWEEP_BATCH):
            # At once, so that a store can commit them together.
            tombstones = await asyncio.gather(*map(self.erase, keys))
            erased += sum(tombstone is not None for tombstone in tombstones)
        await asyncio.to_thread(self._epoch_keys.destroy_before, begun_at)
        while await self._store.forget_create_calls(self._clock.now(), limit=FORGET_BATCH) == FORGET_BATCH:
            continue
        while await self._store.forget_sightings(self._clock.now(), limit=FORGET_BATCH) == FORGET_BATCH:
            continue
        while await self._store.forget_traces(self._clock.now(), limit=SWEEP_BATCH) == SWEEP_BATCH:
            continue
        while object_names := await self._store.pending_removals(limit=SWEEP_BATCH):
            await self._remove(object_names)
        return erased

    async def _remove(self, object_names: tuple[str, ...]) -> None:
        for object_name in object_names:
            await self._objects.remove(object_name)
        if object_names:
            await self._store.confirm_removal(object_names)
