import os
from datetime import timedelta
from pathlib import Path

from livegate.sessions.archive import image_prefix
from livegate.sessions.orphaned_images import ORPHAN_AGE, OrphanedImages
from livegate.sessions.ports import key_of
from livegate.storage.object_folder import FolderObjectStore
from tests.support.keys import opened_keys
from tests.support.sessions import START, new_session
from tests.unit.sessions.conftest import House


def orphans(house: House) -> OrphanedImages:
    return OrphanedImages(house.store, house.objects, house.clock, prefix=image_prefix(house.vault))


def written_at(directory: Path, age: timedelta) -> None:
    """Let every object in the folder have been written so long before the house's time."""
    moment = (START - age).timestamp()
    for path in directory.iterdir():
        os.utime(path, (moment, moment))


async def test_an_image_that_was_written_and_never_kept_is_removed(house: House) -> None:
    session = await house.archive.insert(new_session())
    kept = await house.archive.write_image(session, "kept", b"pixels")
    await house.archive.replace(session, image=kept)
    lost = await house.archive.write_image(session, "lost", b"pixels")
    assert kept is not None
    assert lost is not None
    written_at(house.directory / "objects", ORPHAN_AGE + timedelta(seconds=1))
    assert await orphans(house).remove() == 1
    assert await house.objects.read(lost.object_name) is None
    assert await house.sessions.read_image("default", "kept") == b"pixels"


async def test_an_image_whose_row_may_still_come_is_left(house: House) -> None:
    session = await house.archive.insert(new_session())
    image = await house.archive.write_image(session, "new", b"pixels")
    written_at(house.directory / "objects", ORPHAN_AGE)
    assert await orphans(house).remove() == 0
    assert await house.archive.replace(session, image=image) is not None
    assert await house.sessions.read_image("default", "new") == b"pixels"


async def test_what_others_keep_in_the_same_place_is_left(house: House) -> None:
    stranger = image_prefix(opened_keys(house.directory / "stranger").vault)
    objects = FolderObjectStore(house.directory / "objects")
    for name in (f"{stranger}a", "images/a", "a"):
        await objects.write(name, b"theirs")
    written_at(house.directory / "objects", timedelta(days=1))
    assert await orphans(house).remove() == 0


async def test_an_erased_session_has_no_orphans(house: House) -> None:
    session = await house.archive.insert(new_session())
    image = await house.archive.write_image(session, "image", b"pixels")
    await house.archive.replace(session, image=image)
    await house.erasure.erase(key_of(session))
    assert list((house.directory / "objects").iterdir()) == []
