from livegate.sessions.archive import SessionArchive
from livegate.sessions.erasure_watch import ErasureWatch
from livegate.sessions.listing import SessionListing
from livegate.sessions.ports import key_of
from livegate.sessions.session import SessionKind
from tests.support.erasures import note_on
from tests.support.sessions import ids, new_session
from tests.unit.sessions.conftest import House


async def test_what_another_process_has_erased_is_forgotten_and_the_rest_stays(house: House) -> None:
    gone, living = (new_session(session_id) for session_id in ids(2))
    archive = SessionArchive(house.store, house.objects, house.vault)
    listing = SessionListing(archive, house.clock, render=lambda session: session.session_id)
    watch = ErasureWatch(house.store, caches=(archive, listing))
    for session in (gone, living):
        await archive.insert(session)
    await listing.page("default", SessionKind.LIVENESS, after="", limit=10)
    await watch.look()
    await house.store.erase(key_of(gone), note_on(key_of(gone)))
    await watch.look()
    assert set(archive.kept()) == set(listing.kept()) == {living.session_id}


async def test_looks_at_what_is_kept_only_after_an_erasure(house: House) -> None:
    asked: list[object] = []

    class Cache:
        def kept(self) -> list[str]:
            asked.append(self)
            return []

        def forget(self, session_id: str) -> None:
            raise AssertionError(session_id)

        def forget_all(self) -> None:
            raise AssertionError

    session = new_session()
    await house.archive.insert(session)
    watch = ErasureWatch(house.store, caches=(Cache(),))
    for _ in range(3):
        await watch.look()
    assert len(asked) == 1
    await house.erasure.erase(key_of(session))
    for _ in range(3):
        await watch.look()
    assert len(asked) == 2
