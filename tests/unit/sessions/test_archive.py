from collections.abc import Awaitable, Callable

import msgspec
import pytest
from msgspec.structs import replace

from livegate.sessions.archive import SessionArchive
from livegate.sessions.ports import SealBrokenError, key_of
from livegate.sessions.transitions import start_attempt
from livegate.storage.object_folder import FolderObjectStore
from tests.support.sessions import START, new_session
from tests.unit.sessions.conftest import House

OTHER_ID = "99999999-2222-3333-4444-555555555555"


async def test_returns_what_was_kept(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    assert await house.archive.read(key_of(session)) == session


async def test_keeps_a_change_once(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    started = start_attempt(session, START)
    kept = await house.archive.replace(started)
    assert kept == msgspec.structs.replace(started, revision=2)
    assert await house.archive.read(key_of(session)) == kept
    assert await house.archive.replace(started) is None


async def test_a_change_does_not_bring_an_erased_session_back(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    await house.erasure.erase(key_of(session))
    assert await house.archive.replace(start_attempt(session, START)) is None
    assert await house.archive.write_image(session, "image", b"pixels") is None
    assert await house.archive.read(key_of(session)) is None


async def test_one_sessions_document_does_not_open_as_anothers(house: House) -> None:
    first, second = new_session(), new_session(OTHER_ID)
    await house.archive.insert(first)
    await house.archive.insert(second)
    row, other = await house.store.read(key_of(first)), await house.store.read(key_of(second))
    assert row is not None
    assert other is not None
    await house.store.replace(replace(row, revision=2, sealed=other.sealed))
    with pytest.raises(SealBrokenError):
        await house.archive.read(key_of(first))


async def test_an_old_document_does_not_open_under_a_newer_row(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    row = await house.store.read(key_of(session))
    assert row is not None
    await house.store.replace(replace(row, revision=2))
    with pytest.raises(SealBrokenError):
        await house.archive.read(key_of(session))


async def test_an_image_is_found_once_its_row_is_kept(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    image = await house.archive.write_image(session, "image-1", b"pixels")
    assert image is not None
    assert await house.archive.read_image("default", "image-1") is None
    kept = await house.archive.replace(session, image=image)
    assert await house.archive.read_image("default", "image-1") == (kept, b"pixels")
    assert await house.archive.read_image("another", "image-1") is None


async def test_images_whose_ids_differ_in_letter_case_alone_stay_apart(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    lower = await house.archive.write_image(session, "abc", b"lower")
    upper = await house.archive.write_image(session, "ABC", b"upper")
    assert lower is not None
    assert upper is not None
    assert lower.object_name.lower() != upper.object_name.lower()


class SlowObjects(FolderObjectStore):
    """Lets something else happen between the reading of an object and its return."""

    def __init__(self, house: House, meanwhile: Callable[[], Awaitable[object]]) -> None:
        super().__init__(house.directory / "objects")
        self._meanwhile = meanwhile

    async def read(self, name: str) -> bytes | None:
        content = await super().read(name)
        await self._meanwhile()
        return content


async def test_an_image_is_not_given_when_its_session_is_erased_while_it_is_read(house: House) -> None:
    session = new_session()
    await house.archive.insert(session)
    image = await house.archive.write_image(session, "image-1", b"pixels")
    await house.archive.replace(session, image=image)
    objects = SlowObjects(house, lambda: house.erasure.erase(key_of(session)))
    archive = SessionArchive(house.store, objects, house.vault)
    assert await archive.read_image("default", "image-1") is None
    assert not archive.kept()
