import pytest

from livegate.sessions import opened_sessions
from livegate.sessions.archive import SessionArchive
from livegate.sessions.opened_sessions import OpenedSessions
from livegate.sessions.ports import SessionKey, key_of
from livegate.sessions.session import SessionKind
from livegate.sessions.transitions import start_attempt
from tests.support.erasures import note_on
from tests.support.keys import opened_keys
from tests.support.sessions import ids, new_session
from tests.unit.sessions.conftest import House


async def test_a_session_is_opened_once(house: House) -> None:
    session = new_session()
    kept = await house.archive.insert(session)
    assert await house.archive.read(key_of(session)) is kept


async def test_a_state_that_another_process_has_replaced_is_not_given_out(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    other_process = SessionArchive(house.store, house.objects, house.archive._vault)
    started = await other_process.replace(start_attempt(session, house.clock.now()))
    assert await house.archive.read(key_of(session)) == started


async def test_what_another_process_has_erased_is_gone(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    await house.store.erase(key_of(session), note_on(key_of(session)))
    assert await house.archive.read(key_of(session)) is None


async def test_no_other_resource_or_kind_finds_what_is_kept(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    for key in (
        SessionKey("another", SessionKind.LIVENESS, session.session_id),
        SessionKey(session.resource, SessionKind.LIVENESS_WITH_VERIFY, session.session_id),
    ):
        assert await house.archive.read(key) is None


async def test_erasing_and_sweeping_leave_nothing_in_memory(house: House) -> None:
    first, second = (new_session(session_id) for session_id in ids(2))
    for session in (first, second):
        await house.archive.insert(session)
    await house.erasure.erase(key_of(first))
    assert house.archive._opened.find(key_of(first)) is None
    assert house.archive._opened.find(key_of(second)) is not None
    await house.erasure.sweep()
    assert house.archive._opened.find(key_of(second)) is None


async def test_what_is_not_kept_is_opened_with_its_key(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    stranger = opened_keys(house.directory / "stranger").vault
    assert await SessionArchive(house.store, house.objects, stranger).read(key_of(session)) is None


def test_a_bounded_number_is_kept_and_the_oldest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened_sessions, "MOST_KEPT", 2)
    opened = OpenedSessions()
    first, second, third = (new_session(session_id) for session_id in ids(3))
    for session in (first, second, second, third):
        opened.keep(session)
    assert [opened.find(key_of(session)) for session in (first, second, third)] == [None, second, third]


async def test_what_another_process_has_erased_is_forgotten_when_it_is_asked_for(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    await house.store.erase(key_of(session), note_on(key_of(session)))
    await house.archive.read(key_of(session))
    assert not house.archive.kept()
