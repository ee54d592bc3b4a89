"""Erasures by other processes, as this one learns of them."""

from collections.abc import Sequence

from livegate.sessions.ports import SessionCache, SessionStore


class ErasureWatch:
    """Lets this process forget what others have erased.

    Nothing erased is ever served, since every call asks the store. This is for what lies in memory meanwhile, and for
    captures that run: they would learn of it only when they end.
    """

    def __init__(self, store: SessionStore, *, caches: Sequence[SessionCache]) -> None:
        self._store = store
        self._caches = tuple(caches)
        self._seen: int | None = None

    async def look(self) -> None:
        """Drop what is kept of sessions that are gone, if any was erased since the last look.

        Raises ``StoreUnavailableError``.
        """
        last = await self._store.last_erasure()
        if last == self._seen:
            return
        kept = {session_id for cache in self._caches for session_id in cache.kept()}
        for session_id in await self._store.missing(tuple(kept)):
            for cache in self._caches:
                cache.forget(session_id)
        self._seen = last
