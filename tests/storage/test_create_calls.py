"""A create call that comes twice makes one session: in one process or in two, one after the other or at once."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import pytest
from msgspec.structs import replace

from livegate.sessions.ports import CreateCallRow, DuplicateSessionError, SessionRow, SessionStore
from livegate.sessions.session import SessionKind
from tests.storage.conftest import NOON
from tests.support.erasures import note_on

NewRow = Callable[..., SessionRow]
OpenStore = Callable[[], AbstractAsyncContextManager[SessionStore]]

LIVENESS = SessionKind.LIVENESS
CALL_ENDS = NOON + timedelta(minutes=10)


def call(call_hash: bytes = b"call") -> CreateCallRow:
    return CreateCallRow(call_hash, CALL_ENDS)


async def test_the_same_call_makes_one_session(store: SessionStore, new_row: NewRow) -> None:
    assert await store.insert(new_row("a"), call=call()) == new_row("a")
    assert await store.insert(new_row("b"), call=call()) == new_row("a")
    assert await store.insert(new_row("c"), call=call(b"other")) == new_row("c")
    assert await store.insert(new_row("d")) == new_row("d")
    assert await store.read(new_row("b").key) is None


async def test_a_repeated_call_gets_the_session_as_it_has_become(store: SessionStore, new_row: NewRow) -> None:
    await store.insert(new_row("a"), call=call())
    changed = new_row("a", revision=2, sealed=b"changed")
    await store.replace(changed)
    assert await store.insert(new_row("b"), call=call()) == changed


async def test_a_call_counts_until_its_time_is_over(store: SessionStore, new_row: NewRow) -> None:
    first = new_row("a", expires_in=timedelta(hours=48))
    await store.insert(first, call=call())
    last_moment, over = CALL_ENDS - timedelta(microseconds=1), CALL_ENDS
    assert await store.read_created(b"call", last_moment) == first
    assert await store.read_created(b"call", over) is None
    assert await store.insert(replace(new_row("b"), created_at=last_moment), call=call()) == first
    later = replace(new_row("c"), created_at=over, expires_at=over + timedelta(hours=48))
    again = CreateCallRow(b"call", over + timedelta(minutes=10))
    assert await store.insert(later, call=again) == later
    assert await store.insert(replace(new_row("d"), created_at=over), call=again) == later


async def test_an_erased_sessions_call_makes_a_new_one(store: SessionStore, new_row: NewRow) -> None:
    await store.insert(new_row("a"), call=call())
    await store.erase(new_row("a").key, note_on(new_row("a").key))
    assert await store.read_created(b"call", new_row().created_at) is None
    assert await store.insert(new_row("b"), call=call()) == new_row("b")


async def test_a_call_whose_session_cannot_be_kept_is_not_kept_either(store: SessionStore, new_row: NewRow) -> None:
    await store.insert(new_row("a"))
    with pytest.raises(DuplicateSessionError):
        await store.insert(new_row("a"), call=call())
    assert await store.insert(new_row("b"), call=call()) == new_row("b")


async def test_calls_whose_time_is_over_are_forgotten_and_their_sessions_stay(
    store: SessionStore, new_row: NewRow
) -> None:
    for number in range(5):
        ends = CALL_ENDS + timedelta(seconds=number)
        await store.insert(new_row(str(number)), call=CreateCallRow(b"%d" % number, ends))
    now = CALL_ENDS + timedelta(seconds=3)
    assert [await store.forget_create_calls(now, limit=3) for _ in range(3)] == [3, 1, 0]
    assert await store.read_created(b"4", now) == new_row("4")
    assert [await store.read(new_row(str(number)).key) for number in range(5)].count(None) == 0


async def test_of_calls_at_the_same_time_one_makes_the_session(open_store: OpenStore, new_row: NewRow) -> None:
    async with open_store() as one, open_store() as other:
        kept = await asyncio.gather(
            *((one, other)[number % 2].insert(new_row(str(number)), call=call()) for number in range(40))
        )
        stored = [await one.read(new_row(str(number)).key) for number in range(40)]
    assert {row for row in stored if row} == set(kept)
    assert len(set(kept)) == 1


async def test_a_call_is_known_after_a_restart(open_store: OpenStore, new_row: NewRow) -> None:
    async with open_store() as store:
        await store.insert(new_row("a"), call=call())
    async with open_store() as store:
        assert await store.insert(new_row("b"), call=call()) == new_row("a")
