"""Lists of sessions. What a list shows of a session is kept at hand: opening a thousand takes forty times a GET."""

import asyncio
from collections.abc import Callable, Collection
from typing import Final, Generic, TypeVar

from livegate.sessions.archive import SessionArchive
from livegate.sessions.ports import Clock, SessionKey
from livegate.sessions.session import Session, SessionKind

T = TypeVar("T")

MOST_KEPT: Final = 20_000
"""Sessions: twenty lists of Azure's largest page, some ten megabytes."""
OPENED_AT_ONCE: Final = 100
"""Sessions opened in one go: few enough that other calls are not kept waiting."""


class SessionListing(Generic[T]):
    """Shows living sessions as ``render`` makes them.

    The store is asked for every list which sessions live, and in which revision: nothing deleted or outdated is shown,
    whichever process changed it. What is kept holds personal fields in memory until its session is erased here, or
    until ``forget_all``, which every expiry sweep calls for what other processes have erased (decision 0018).
    """

    def __init__(self, archive: SessionArchive, clock: Clock, *, render: Callable[[Session], T]) -> None:
        self._archive = archive
        self._clock = clock
        self._render = render
        self._kept: dict[str, tuple[int, T]] = {}

    async def page(self, resource: str, kind: SessionKind, *, after: str, limit: int) -> list[T]:
        """Return up to ``limit`` living sessions with ids greater than ``after``, in the plain string order of ids."""
        shown: list[T] = []
        while (wanted := limit - len(shown)) > 0:
            living, items = await self._look(resource, kind, after=after, limit=wanted)
            shown += items
            if len(living) < wanted:
                break
            after = living[-1][0]
        return shown

    def kept(self) -> Collection[str]:
        """Return the ids of the sessions of which something is kept."""
        return self._kept.keys()

    def forget(self, session_id: str) -> None:
        """Drop what is kept of a session that was erased."""
        self._kept.pop(session_id, None)

    def forget_all(self) -> None:
        """Drop everything."""
        self._kept.clear()

    async def _look(
        self, resource: str, kind: SessionKind, *, after: str, limit: int
    ) -> tuple[list[tuple[str, int]], list[T]]:
        """Return id and revision of living sessions, and what is shown of them, but for those erased just now."""
        while True:
            now, last_erasure = self._clock.now(), await self._archive.last_erasure()
            living = await self._archive.list_living(resource, kind, after=after, now=now, limit=limit)
            shown = []
            opened = 0
            for session_id, revision in living:
                kept = self._kept.get(session_id)
                if kept is None or kept[0] != revision:
                    kept = await self._open(SessionKey(resource, kind, session_id), revision)
                    opened += 1
                    if opened % OPENED_AT_ONCE == 0:
                        await asyncio.sleep(0)
                if kept is not None:
                    shown.append(kept[1])
            # While sessions were opened others may have been erased, by other calls here or by another process.
            if not opened or await self._archive.last_erasure() == last_erasure:
                return living, shown

    async def _open(self, key: SessionKey, revision: int) -> tuple[int, T] | None:
        session = await self._archive.read_listed(key, revision)
        if session is None:
            return None
        if len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        kept = self._kept[key.session_id] = (session.revision, self._render(session))
        return kept
