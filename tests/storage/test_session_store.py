import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import pytest
from msgspec.structs import replace

from livegate.sessions.ports import (
    DuplicateSessionError,
    ImageRow,
    SessionKey,
    SessionRow,
    SessionStore,
    StoreUnavailableError,
)
from livegate.sessions.session import SessionKind
from tests.support.erasures import note_on

NewRow = Callable[..., SessionRow]
OpenStore = Callable[[], AbstractAsyncContextManager[SessionStore]]

LIVENESS = SessionKind.LIVENESS
VERIFY = SessionKind.LIVENESS_WITH_VERIFY


async def test_reads_what_was_inserted_to_the_microsecond(store: SessionStore, new_row: NewRow) -> None:
    row = new_row(sealed=bytes(range(256)) * 40)
    await store.insert(row)
    assert await store.read(row.key) == row


async def test_keeps_an_empty_sealed_value(store: SessionStore, new_row: NewRow) -> None:
    await store.insert(new_row(sealed=b""))
    assert await store.read(new_row().key) == new_row(sealed=b"")


@pytest.mark.parametrize(
    "key", [SessionKey("other", LIVENESS, "a"), SessionKey("face", VERIFY, "a"), SessionKey("face", LIVENESS, "b")]
)
async def test_finds_no_session_under_another_key(store: SessionStore, new_row: NewRow, key: SessionKey) -> None:
    await store.insert(new_row("a"))
    assert await store.read(key) is None
    assert not await store.replace(replace(new_row("a", revision=2), key=key))
    assert await store.erase(key, note_on(key)) is None
    assert await store.read(new_row("a").key) == new_row("a")


@pytest.mark.parametrize(("resource", "kind"), [("face", LIVENESS), ("other", LIVENESS), ("face", VERIFY)])
async def test_refuses_a_taken_id_under_any_resource_and_kind(
    store: SessionStore, new_row: NewRow, resource: str, kind: SessionKind
) -> None:
    await store.insert(new_row("a"))
    with pytest.raises(DuplicateSessionError):
        await store.insert(new_row("a", resource=resource, kind=kind, sealed=b"second"))
    assert await store.read(new_row("a").key) == new_row("a")


async def test_lists_in_plain_string_order_within_resource_and_kind(store: SessionStore, new_row: NewRow) -> None:
    ids = ["B", "a", "b", "ä", "-", "10", "9", "\U0001f600", "\uffee"]
    for session_id in ids:
        await store.insert(new_row(session_id))
    await store.insert(new_row("c", resource="other"))
    await store.insert(new_row("d", kind=VERIFY))
    now = new_row().expires_at - timedelta(seconds=1)
    seen: list[str] = []
    while page := await store.list_living("face", LIVENESS, after=seen[-1] if seen else "", now=now, limit=2):
        assert len(page) <= 2
        seen += [session_id for session_id, _ in page]
    assert seen == sorted(ids)


async def test_lists_what_lives_in_its_revision(store: SessionStore, new_row: NewRow) -> None:
    await store.insert(new_row("a"))
    await store.insert(new_row("b", expires_in=timedelta(minutes=5)))
    await store.replace(new_row("a", revision=2))
    now = new_row("b", expires_in=timedelta(minutes=5)).expires_at
    before = now - timedelta(microseconds=1)
    assert await store.list_living("face", LIVENESS, after="", now=before, limit=9) == [("a", 2), ("b", 1)]
    assert await store.list_living("face", LIVENESS, after="", now=now, limit=9) == [("a", 2)]


async def test_replaces_only_the_revision_before(store: SessionStore, new_row: NewRow) -> None:
    await store.insert(new_row())
    second = new_row(revision=2, sealed=b"second", expires_in=timedelta(hours=1))
    assert await store.replace(second)
    assert not await store.replace(new_row(revision=2, sealed=b"late"))
    assert not await store.replace(new_row(revision=4, sealed=b"early"))
    assert await store.read(second.key) == second


async def test_replaces_no_session_that_is_not_there(store: SessionStore, new_row: NewRow) -> None:
    assert not await store.replace(new_row(revision=2))
    assert await store.read(new_row().key) is None


async def test_keeps_an_image_with_the_replaced_row_only(store: SessionStore, new_row: NewRow) -> None:
    row = new_row()
    await store.insert(row)
    kept, lost = ImageRow("kept", row.key, "images/1"), ImageRow("lost", row.key, "images/2")
    assert await store.replace(new_row(revision=2), image=kept)
    assert not await store.replace(new_row(revision=2), image=lost)
    assert await store.read_image("face", "kept") == kept
    assert await store.read_image("face", "lost") is None
    assert await store.read_image("other", "kept") is None


async def test_erases_the_session_and_its_images_and_notes_their_objects(store: SessionStore, new_row: NewRow) -> None:
    row, other = new_row("a"), new_row("b")
    for inserted in (row, other):
        await store.insert(inserted)
    await store.replace(new_row("a", revision=2), image=ImageRow("1", row.key, "images/2"))
    await store.replace(new_row("a", revision=3), image=ImageRow("2", row.key, "images/1"))
    await store.replace(new_row("b", revision=2), image=ImageRow("3", other.key, "images/3"))

    erased = await store.erase(row.key, note_on(row.key))

    assert erased is not None
    # The rows of the session and of its two images.
    assert (erased.tombstone.row_count, erased.tombstone.image_count) == (3, 2)
    assert sorted(erased.object_names) == ["images/1", "images/2"]
    assert await store.read(row.key) is None
    assert await store.read_image("face", "1") is None
    assert await store.read_image("face", "3") is not None
    assert await store.pending_removals(limit=10) == ("images/1", "images/2")
    assert await store.erase(row.key, note_on(row.key)) is None


async def test_erases_a_session_without_images(store: SessionStore, new_row: NewRow) -> None:
    await store.insert(new_row())
    erased = await store.erase(new_row().key, note_on(new_row().key))
    assert erased is not None
    assert erased.object_names == ()
    assert (erased.tombstone.row_count, erased.tombstone.image_count) == (1, 0)
    assert await store.pending_removals(limit=10) == ()


async def test_a_session_that_was_erased_is_not_replaced_back(store: SessionStore, new_row: NewRow) -> None:
    row = new_row()
    await store.insert(row)
    await store.erase(row.key, note_on(row.key))
    assert not await store.replace(new_row(revision=2), image=ImageRow("1", row.key, "images/1"))
    assert await store.read(row.key) is None
    assert await store.pending_removals(limit=10) == ()


async def test_removals_stay_noted_until_they_are_confirmed(store: SessionStore, new_row: NewRow) -> None:
    row = new_row()
    await store.insert(row)
    for number in range(3):
        image = ImageRow(str(number), row.key, f"images/{number}")
        await store.replace(new_row(revision=number + 2), image=image)
    await store.erase(row.key, note_on(row.key))
    assert await store.pending_removals(limit=2) == ("images/0", "images/1")
    await store.confirm_removal(["images/0", "images/2", "never-noted"])
    assert await store.pending_removals(limit=2) == ("images/1",)
    await store.confirm_removal([])
    assert await store.pending_removals(limit=2) == ("images/1",)


async def test_lists_expired_sessions_oldest_first(store: SessionStore, new_row: NewRow) -> None:
    for session_id, seconds in (("late", 61), ("now", 60), ("first", 1), ("second", 2)):
        await store.insert(new_row(session_id, resource=session_id, expires_in=timedelta(seconds=seconds)))
    now = new_row().created_at + timedelta(seconds=60)
    assert [key.session_id for key in await store.expired(now, limit=9)] == ["first", "second", "now"]
    assert [key.resource for key in await store.expired(now, limit=2)] == ["first", "second"]
    assert await store.expired(now - timedelta(seconds=59, microseconds=1), limit=9) == ()


async def test_answers_a_ping(store: SessionStore) -> None:
    await store.ping()


async def test_keeps_everything_over_a_restart(open_store: OpenStore, new_row: NewRow) -> None:
    row = new_row()
    async with open_store() as store:
        await store.insert(row)
        await store.replace(new_row(revision=2), image=ImageRow("1", row.key, "images/1"))
    async with open_store() as store:
        assert await store.read(row.key) == new_row(revision=2)
        assert await store.read_image("face", "1") == ImageRow("1", row.key, "images/1")


async def test_two_open_stores_see_each_others_writes(open_store: OpenStore, new_row: NewRow) -> None:
    async with open_store() as one, open_store() as other:
        await one.insert(new_row("a"))
        assert await other.replace(new_row("a", revision=2))
        assert not await one.replace(new_row("a", revision=2))
        with pytest.raises(DuplicateSessionError):
            await other.insert(new_row("a"))
        assert await one.erase(new_row("a").key, note_on(new_row("a").key)) is not None
        assert await other.read(new_row("a").key) is None


async def test_concurrent_changes_lose_nothing(open_store: OpenStore, new_row: NewRow) -> None:
    async with open_store() as one, open_store() as other:
        await one.insert(new_row(sealed=b"0"))

        async def increment(store: SessionStore) -> None:
            while True:
                row = await store.read(new_row().key)
                assert row is not None
                if await store.replace(replace(row, revision=row.revision + 1, sealed=b"%d" % (int(row.sealed) + 1))):
                    return

        await asyncio.gather(*(increment(one if number % 2 else other) for number in range(50)))
        final = await one.read(new_row().key)
    assert final is not None
    assert (final.revision, final.sealed) == (51, b"50")


async def test_a_failing_write_takes_no_other_with_it(store: SessionStore, new_row: NewRow) -> None:
    await store.insert(new_row("taken"))
    ids = ["taken" if number % 3 == 0 else str(number) for number in range(60)]
    outcomes = await asyncio.gather(*(store.insert(new_row(id_)) for id_ in ids), return_exceptions=True)
    for session_id, outcome in zip(ids, outcomes, strict=True):
        assert isinstance(outcome, DuplicateSessionError) == (session_id == "taken")
        assert await store.read(new_row(session_id).key) is not None


async def test_a_closed_store_is_unavailable(open_store: OpenStore, new_row: NewRow) -> None:
    async with open_store() as store:
        await store.insert(new_row())
    for call in (
        store.insert(new_row("b")),
        store.read(new_row().key),
        store.erase(new_row().key, note_on(new_row().key)),
        store.ping(),
    ):
        with pytest.raises(StoreUnavailableError):
            await call


async def test_counts_erasures_and_tells_which_sessions_are_missing(
    store: SessionStore, new_row: Callable[..., SessionRow]
) -> None:
    for session_id in "abc":
        await store.insert(new_row(session_id))
    assert await store.last_erasure() == 0
    await store.erase(new_row("b").key, note_on(new_row("b").key))
    await store.erase(new_row("b").key, note_on(new_row("b").key))
    assert await store.last_erasure() == 1
    assert await store.missing(("a", "b", "d")) == ("b", "d")


async def test_tells_which_objects_belong_to_no_session(
    store: SessionStore, new_row: Callable[..., SessionRow]
) -> None:
    row = new_row("a")
    await store.insert(row)
    await store.replace(new_row("a", revision=2), image=ImageRow("image", row.key, "images/kept"))
    assert await store.unknown_objects(("images/kept", "images/lost")) == ("images/lost",)
    await store.erase(row.key, note_on(row.key))
    assert await store.unknown_objects(("images/kept",)) == ("images/kept",)
