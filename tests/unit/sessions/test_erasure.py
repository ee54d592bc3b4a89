from livegate.sessions.erasure import Erasure
from livegate.sessions.ports import StoreUnavailableError, key_of
from livegate.sessions.session import Session
from livegate.sessions.tombstones import Cause
from livegate.storage.object_folder import FolderObjectStore
from tests.support.sessions import START, ids, new_session
from tests.unit.sessions.conftest import House


class UnreachableObjects(FolderObjectStore):
    """Objects whose store is away when something is to be removed."""

    async def remove(self, name: str) -> None:
        raise StoreUnavailableError(name)


async def keep_with_image(house: House, session: Session) -> str:
    await house.archive.insert(session)
    image = await house.archive.write_image(session, f"image-{session.session_id}", b"pixels")
    assert image is not None
    await house.archive.replace(session, image=image)
    return image.object_name


async def test_erases_a_session_with_its_objects(house: House) -> None:
    session = new_session()
    name = await keep_with_image(house, session)
    tombstone = await house.erasure.erase(key_of(session))
    assert tombstone is not None
    assert (tombstone.cause, tombstone.erased_at, tombstone.image_count) == (Cause.DELETED, START, 1)
    assert tombstone.session_hash == house.notes.session_hash(key_of(session))
    assert await house.archive.read(key_of(session)) is None
    assert await house.objects.read(name) is None
    assert await house.store.pending_removals(limit=10) == ()


async def test_there_is_nothing_to_erase_twice(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    await house.erasure.erase(key_of(session))
    assert await house.erasure.erase(key_of(session)) is None


async def test_the_sweep_takes_what_has_expired_and_leaves_the_rest(house: House) -> None:
    for session_id in ids(450):
        await house.archive.insert(new_session(session_id))
    house.clock.advance(hours=48, seconds=-1)
    assert await house.erasure.sweep() == 0
    house.clock.advance(seconds=1)
    assert await house.erasure.sweep() == 450
    assert await house.erasure.sweep() == 0


async def test_what_could_not_be_removed_is_removed_by_the_next_sweep(house: House) -> None:
    session = new_session()
    name = await keep_with_image(house, session)
    unreachable = UnreachableObjects(house.directory / "objects")
    erasure = Erasure(
        house.store,
        unreachable,
        house.clock,
        epoch_keys=house.epoch_keys,
        notes=house.notes,
        caches=(house.listing,),
    )
    assert await erasure.erase(key_of(session)) is not None
    assert await house.archive.read(key_of(session)) is None
    assert await house.store.pending_removals(limit=10) == (name,)
    await house.erasure.sweep()
    assert await house.objects.read(name) is None
    assert await house.store.pending_removals(limit=10) == ()
