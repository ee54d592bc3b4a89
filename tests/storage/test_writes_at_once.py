"""What is asked for at once is written together, and comes to the same as one after the other."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from livegate.sessions.capture_traces import CaptureTrace
from livegate.sessions.ports import CreateCallRow, DuplicateSessionError, ErasedRow, ImageRow, SessionKey, SessionRow
from livegate.sessions.session import SessionKind
from livegate.sessions.sightings import AttemptName, Sighting, Subject
from livegate.storage.erasure_log import ErasureLog
from livegate.storage.sqlite.database import ERASURE_LOG
from tests.storage.conftest import NOON, Stores, open_sqlite_stores
from tests.support.erasures import note_on

NewRow = Callable[..., SessionRow]
HOUR = timedelta(hours=1)


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[tuple[Stores, Stores]]:
    """The stores of two databases."""
    async with AsyncExitStack() as stack:
        one, other = tmp_path / "one", tmp_path / "other"
        yield (
            await stack.enter_async_context(open_sqlite_stores(one)),
            await stack.enter_async_context(open_sqlite_stores(other)),
        )


async def fill(stores: Stores, new_row: NewRow) -> list[SessionKey]:
    """Keep sessions on which nothing hangs, and sessions with each thing that may hang on one."""
    rows = [new_row(name) for name in "abcdefgh"]
    sessions = stores.sessions
    for row in rows:
        named = CreateCallRow(row.key.session_id.encode(), NOON + HOUR) if row.key.session_id in "bf" else None
        await sessions.insert(row, call=named)
    sight = AttemptName("c", 1, "image of c")
    sightings = [Sighting(Subject(b"s"), sight, is_spoof=True, seen_at=NOON, expires_at=NOON + HOUR)]
    image = ImageRow("image of c", rows[2].key, "object of c")
    assert await sessions.replace(replace(rows[2], revision=2), image=image, sightings=sightings)
    assert await sessions.replace(replace(rows[3], revision=2), trace=CaptureTrace((b"1", b"2"), NOON + HOUR))
    assert await sessions.replace(
        replace(rows[5], revision=2), image=ImageRow("image of f", rows[5].key, "object of f")
    )
    return [row.key for row in rows]


def asked(keys: Sequence[SessionKey]) -> list[SessionKey]:
    """All of them, one twice, and two that are not there: a session by another kind, and nobody's."""
    by_another_kind = SessionKey(keys[0].resource, SessionKind.LIVENESS_WITH_VERIFY, keys[0].session_id)
    return [*keys[:4], by_another_kind, keys[1], SessionKey("face", SessionKind.LIVENESS, "z"), *keys[4:]]


async def test_erasures_at_once_leave_what_they_leave_one_by_one(two: tuple[Stores, Stores], new_row: NewRow) -> None:
    together, alone = two
    for stores in two:
        keys = asked(await fill(stores, new_row))
    at_once = await asyncio.gather(*(together.sessions.erase(key, note_on(key)) for key in keys))
    one_by_one = [await alone.sessions.erase(key, note_on(key)) for key in keys]
    assert at_once == one_by_one
    erased = {row.tombstone.session_hash: row for row in at_once if row is not None}
    assert len(erased) == 8
    rows = {key.session_id: erased[note_on(key).session_hash] for key in keys if note_on(key).session_hash in erased}
    assert [(name, rows[name].tombstone.row_count) for name in "abcdf"] == [
        ("a", 1),
        ("b", 2),  # its create call
        ("c", 4),  # its image, and a sighting that loses the names of both
        ("d", 4),  # a trace with two marks
        ("f", 3),
    ]
    assert rows["c"].object_names == ("object of c",)
    assert await together.sessions.pending_removals(limit=9) == ("object of c", "object of f")
    assert await together.sessions.missing([key.session_id for key in keys]) == tuple(key.session_id for key in keys)


async def test_erasures_at_once_are_in_the_log_as_well(
    two: tuple[Stores, Stores], new_row: NewRow, tmp_path: Path
) -> None:
    together, _ = two
    keys = await fill(together, new_row)
    rows = await asyncio.gather(*(together.sessions.erase(key, note_on(key)) for key in keys))
    tombstones = [row.tombstone for row in rows if isinstance(row, ErasedRow)]
    assert [tombstone.sequence for tombstone in tombstones] == list(range(1, 9))
    assert list(ErasureLog(tmp_path / "one" / ERASURE_LOG).read()) == tombstones


async def test_new_sessions_at_once_are_all_kept(two: tuple[Stores, Stores], new_row: NewRow) -> None:
    sessions = two[0].sessions
    rows = [new_row(f"{number:02}") for number in range(40)]
    calls = [None if number % 3 else CreateCallRow(bytes([number]), NOON + HOUR) for number in range(40)]
    kept = await asyncio.gather(*(sessions.insert(row, call=call) for row, call in zip(rows, calls, strict=True)))
    assert kept == rows
    assert [await sessions.read(row.key) for row in rows] == rows
    assert await sessions.read_created(bytes([39]), NOON) == rows[39]


async def test_a_session_whose_id_is_taken_takes_no_other_with_it(two: tuple[Stores, Stores], new_row: NewRow) -> None:
    sessions = two[0].sessions
    rows = [new_row("a"), new_row("b"), new_row("a", sealed=b"second"), new_row("c")]
    kept = await asyncio.gather(*map(sessions.insert, rows), return_exceptions=True)
    assert (kept[:2], kept[3]) == (rows[:2], rows[3])
    assert isinstance(kept[2], DuplicateSessionError)
    assert await sessions.read(rows[0].key) == rows[0]


async def test_the_same_call_at_once_makes_one_session(two: tuple[Stores, Stores], new_row: NewRow) -> None:
    sessions = two[0].sessions
    call = CreateCallRow(b"call", NOON + HOUR)
    kept = await asyncio.gather(
        *(sessions.insert(new_row(name), call=call) for name in "abc"), sessions.insert(new_row("d"))
    )
    assert kept == [new_row("a")] * 3 + [new_row("d")]
    assert await sessions.missing(["a", "b", "c", "d"]) == ("b", "c")


async def test_calls_at_once_find_out_each_for_its_own_time_whether_one_from_before_still_counts(
    two: tuple[Stores, Stores], new_row: NewRow
) -> None:
    sessions, over = two[0].sessions, NOON + HOUR
    first = [await sessions.insert(new_row(name), call=CreateCallRow(name.encode(), over)) for name in "abc"]
    times = {"d": over, "e": over - timedelta(microseconds=1), "f": over + HOUR}
    later = [replace(new_row(name), created_at=time, expires_at=time + HOUR) for name, time in times.items()]
    calls = [CreateCallRow(name.encode(), over + 2 * HOUR) for name in "abc"]
    kept = await asyncio.gather(*(sessions.insert(row, call=call) for row, call in zip(later, calls, strict=True)))
    assert kept == [later[0], first[1], later[2]]
    assert [await sessions.read_created(name.encode(), over) for name in "abc"] == [later[0], None, later[2]]
