"""What judged captures leave to be known by, on every engine."""

from collections.abc import Callable
from datetime import timedelta

from livegate.sessions.capture_traces import CaptureTrace
from livegate.sessions.ports import SessionRow
from tests.storage.conftest import NOON, Stores
from tests.support.erasures import note_on

NewRow = Callable[..., SessionRow]
HOUR = timedelta(hours=1)
FIRST, SECOND, OTHER = b"first frame     ", b"second frame    ", b"another capture "


async def keep(stores: Stores, row: SessionRow, *marks: bytes, revision: int = 2) -> None:
    if revision == 2:
        await stores.sessions.insert(row)
    following = SessionRow(row.key, row.created_at, row.expires_at, revision, row.wrapped_key, row.sealed)
    assert await stores.sessions.replace(following, trace=CaptureTrace(marks, NOON + 24 * HOUR))


async def test_marks_of_other_sessions_are_found_until_they_expire(stores: Stores, new_row: NewRow) -> None:
    await keep(stores, new_row("a"), FIRST, SECOND)
    asked = (FIRST, SECOND, OTHER)
    assert await stores.traces.seen(asked, NOON, besides="b") == {FIRST, SECOND}
    assert await stores.traces.seen(asked, NOON + 24 * HOUR, besides="b") == set()
    assert await stores.traces.seen((), NOON, besides="b") == set()


async def test_the_attempts_of_one_session_are_blind_to_each_other(stores: Stores, new_row: NewRow) -> None:
    await keep(stores, new_row("a"), FIRST)
    await keep(stores, new_row("a"), FIRST, SECOND, revision=3)
    assert await stores.traces.seen((FIRST, SECOND), NOON, besides="a") == set()
    await keep(stores, new_row("b"), FIRST)
    assert await stores.traces.seen((FIRST, SECOND), NOON, besides="a") == {FIRST}


async def test_a_refused_change_leaves_no_trace(stores: Stores, new_row: NewRow) -> None:
    await stores.sessions.insert(new_row())
    assert not await stores.sessions.replace(new_row(revision=3), trace=CaptureTrace((FIRST,), NOON + HOUR))
    assert await stores.traces.seen((FIRST,), NOON, besides="b") == set()


async def test_traces_go_with_their_session(stores: Stores, new_row: NewRow) -> None:
    await keep(stores, new_row("a"), FIRST)
    await keep(stores, new_row("b"), SECOND)
    await stores.sessions.erase(new_row("a").key, note_on(new_row("a").key))
    assert await stores.traces.seen((FIRST, SECOND), NOON, besides="c") == {SECOND}
    assert await stores.sessions.forget_traces(NOON + 24 * HOUR, limit=9) == 1


async def test_expired_traces_are_forgotten_a_batch_at_a_time(stores: Stores, new_row: NewRow) -> None:
    for name in "abc":
        await keep(stores, new_row(name), FIRST)
    assert await stores.sessions.forget_traces(NOON, limit=9) == 0
    assert [await stores.sessions.forget_traces(NOON + 24 * HOUR, limit=2) for _ in range(3)] == [2, 1, 0]
