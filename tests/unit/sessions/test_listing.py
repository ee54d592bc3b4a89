import asyncio
from threading import Thread

import pytest

from livegate.sessions import listing
from livegate.sessions.archive import SessionArchive
from livegate.sessions.listing import SessionListing
from livegate.sessions.ports import SessionKey, key_of
from livegate.sessions.session import Session, SessionKind
from livegate.sessions.transitions import start_attempt
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore
from tests.support.erasures import note_on
from tests.support.sessions import ids, new_session
from tests.unit.sessions.conftest import House


class Rendered:
    """Counts what was rendered."""

    def __init__(self, house: House) -> None:
        self.count = 0
        self.listing = SessionListing(house.archive, house.clock, render=self._render)

    def _render(self, session: Session) -> tuple[str, int]:
        self.count += 1
        return session.session_id, session.revision

    async def page(self, *, limit: int = 1000) -> list[tuple[str, int]]:
        return await self.listing.page("default", SessionKind.LIVENESS, after="", limit=limit)


async def test_opens_a_session_once(house: House) -> None:
    for session_id in ids(3):
        await house.archive.insert(new_session(session_id))
    rendered = Rendered(house)
    assert await rendered.page() == await rendered.page() == [(session_id, 1) for session_id in sorted(ids(3))]
    assert rendered.count == 3


async def test_shows_a_changed_session_as_it_is_now(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    rendered = Rendered(house)
    await rendered.page()
    await house.archive.replace(start_attempt(session, house.clock.now()))
    assert await rendered.page() == [(session.session_id, 2)]


async def test_shows_nothing_that_another_process_has_erased(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    rendered = Rendered(house)
    await rendered.page()
    await house.store.erase(key_of(session), note_on(key_of(session)))
    assert await rendered.page() == []


async def test_keeps_nothing_of_what_was_erased_here(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    await house.listing.page("default", SessionKind.LIVENESS, after="", limit=10)
    assert house.listing._kept
    await house.erasure.erase(key_of(session))
    assert not house.listing._kept


async def test_keeps_nothing_beyond_a_sweep(house: House) -> None:
    await house.archive.insert(new_session())
    await house.listing.page("default", SessionKind.LIVENESS, after="", limit=10)
    await house.erasure.sweep()
    assert not house.listing._kept


async def test_keeps_a_bounded_number(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_KEPT", 4)
    for session_id in ids(9):
        await house.archive.insert(new_session(session_id))
    rendered = Rendered(house)
    assert len(await rendered.page()) == 9
    assert len(rendered.listing._kept) == 4


async def test_fills_a_page_although_a_session_cannot_be_opened_any_more(house: House) -> None:
    names = sorted(ids(4))
    for session_id in names:
        await house.archive.insert(new_session(session_id))

    class Partly(SessionArchive):
        async def read_listed(self, key: SessionKey, revision: int) -> Session | None:
            return None if key.session_id == names[0] else await super().read_listed(key, revision)

    archive = Partly(house.store, house.objects, house.vault)
    partly = SessionListing(archive, house.clock, render=lambda session: session.session_id)
    assert await partly.page("default", SessionKind.LIVENESS, after="", limit=2) == names[1:3]


async def test_shows_nothing_that_was_erased_while_it_was_opened(house: House) -> None:
    names = sorted(ids(4))
    for session_id in names:
        await house.archive.insert(new_session(session_id))

    class Vanishing(SessionListing[str]):
        async def _open(self, key: SessionKey, revision: int) -> tuple[int, str] | None:
            if key.session_id == names[0]:
                await house.store.erase(key, note_on(key))
            return await super()._open(key, revision)

    vanishing = Vanishing(house.archive, house.clock, render=lambda session: session.session_id)
    assert await vanishing.page("default", SessionKind.LIVENESS, after="", limit=2) == names[1:3]


async def test_shows_nothing_that_was_erased_while_it_opened_the_others(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "OPENED_AT_ONCE", 4)
    first, *others = (new_session(session_id) for session_id in ids(9))
    for session in (first, *others):
        await house.archive.insert(session)

    def render(session: Session) -> str:
        if session == others[5]:
            other_process = Thread(target=lambda: asyncio.run(_erase_elsewhere(house, first)))
            other_process.start()
            other_process.join()
        return session.session_id

    shown = await SessionListing(house.archive, house.clock, render=render).page(
        "default", SessionKind.LIVENESS, after="", limit=1000
    )
    assert shown == [session.session_id for session in others]


async def _erase_elsewhere(house: House, session: Session) -> None:
    database = SqliteDatabase.open(house.directory / "livegate.db")
    try:
        await SqliteSessionStore(database).erase(key_of(session), note_on(key_of(session)))
    finally:
        await database.close()
