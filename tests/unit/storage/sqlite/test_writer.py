import asyncio
import sqlite3
import threading
import weakref
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from unittest.mock import Mock

import pytest

from livegate.sessions.ports import StoreUnavailableError
from livegate.storage.sqlite.connection import WriteConnection, open_reader, open_writer
from livegate.storage.sqlite.writer import GROUP_LIMIT, NotTogetherError, Writer
from tests.support.uncollected import without_collector

Write = Callable[[WriteConnection], int]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "numbers.sqlite3"
    with closing(open_writer(path)) as connection:
        connection.execute(
            "CREATE TABLE numbers (number INTEGER PRIMARY KEY, half REFERENCES numbers DEFERRABLE INITIALLY DEFERRED)"
        )
    return path


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    writer = Writer(open_writer(path), queue_limit=GROUP_LIMIT + 10)
    yield writer
    writer.close()


def add(number: int) -> Write:
    def write(connection: WriteConnection) -> int:
        connection.execute("INSERT INTO numbers (number) VALUES (?)", (number,))
        return number

    return write


def add_and_fail(number: int) -> Write:
    def write(connection: WriteConnection) -> int:
        add(number)(connection)
        raise LookupError(number)

    return write


def fail_at_commit(connection: WriteConnection) -> int:
    # The missing half is noticed only when the transaction ends.
    return connection.execute("INSERT INTO numbers (number, half) VALUES (8, 4000)").rowcount


@asynccontextmanager
async def held(writer: Writer) -> AsyncIterator[asyncio.Future[None]]:
    """Keep the writer busy, so that what is submitted meanwhile, without awaiting, makes one group."""
    started, released = threading.Event(), threading.Event()

    def hold(_: WriteConnection) -> None:
        started.set()
        released.wait(timeout=30)

    holding = writer.submit(hold)
    await asyncio.to_thread(started.wait, 30)
    yield holding
    released.set()


async def end_of_turn() -> None:
    """Let the writer have what was submitted."""
    await asyncio.sleep(0)


def numbers(path: Path) -> list[int]:
    with closing(open_reader(path)) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM numbers ORDER BY rowid")]


async def test_what_is_acknowledged_is_committed(writer: Writer, path: Path) -> None:
    assert await writer.submit(add(1)) == 1
    assert numbers(path) == [1]


async def test_a_write_that_fails_is_undone_and_takes_no_other_with_it(writer: Writer, path: Path) -> None:
    async with held(writer):
        futures = [writer.submit(write) for write in (add(1), add_and_fail(2), add(1), add(3))]
    outcomes = await asyncio.gather(*futures, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [int, LookupError, sqlite3.IntegrityError, int]
    assert numbers(path) == [1, 3]


async def test_when_the_commit_fails_all_of_its_group_fail_and_the_next_group_does_not(
    writer: Writer, path: Path
) -> None:
    async with held(writer):
        futures = [writer.submit(write) for write in (add(1), fail_at_commit, add_and_fail(2))]
    outcomes = await asyncio.gather(*futures, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreUnavailableError] * 3
    assert await writer.submit(add(9)) == 9
    assert numbers(path) == [9]


async def test_no_other_process_writes_between_a_groups_first_read_and_its_commit(writer: Writer, path: Path) -> None:
    def find_the_database_locked(_: WriteConnection) -> str:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                return str(error)
            return "not locked"

    assert await writer.submit(find_the_database_locked) == "database is locked"


async def test_waiting_writes_share_commits_in_the_order_they_came(writer: Writer, path: Path) -> None:
    committed: list[str] = []
    async with held(writer):
        writer._connection.set_trace_callback(committed.append)
        futures = [writer.submit(add(number)) for number in range(GROUP_LIMIT + 5)]
    assert await asyncio.gather(*futures) == list(range(GROUP_LIMIT + 5))
    assert numbers(path) == list(range(GROUP_LIMIT + 5))
    # The one that was held, a full group, and the rest.
    assert committed.count("COMMIT") == 3


async def test_refuses_more_writes_than_may_wait(writer: Writer) -> None:
    async with held(writer):
        futures = [writer.submit(add(number)) for number in range(GROUP_LIMIT + 10)]
        with pytest.raises(StoreUnavailableError, match="Too many"):
            writer.submit(add(-1))
    assert await asyncio.gather(*futures) == list(range(GROUP_LIMIT + 10))


async def test_a_write_cancelled_while_it_waits_is_not_done(writer: Writer, path: Path) -> None:
    async with held(writer):
        futures = [writer.submit(add(number)) for number in range(3)]
        assert futures[1].cancel()
    assert await futures[2] == 2
    assert numbers(path) == [0, 2]


async def test_a_write_cancelled_while_it_runs_takes_no_other_with_it(writer: Writer, path: Path) -> None:
    async with held(writer) as holding:
        following = writer.submit(add(1))
        assert holding.cancel()
    assert await following == 1
    assert numbers(path) == [1]


async def test_the_event_loop_is_woken_once_for_all_that_a_commit_acknowledges(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with held(writer) as holding:
        futures = [writer.submit(add(number)) for number in range(5)]
        loop = asyncio.get_running_loop()
        wake = Mock(wraps=loop.call_soon_threadsafe)
        monkeypatch.setattr(loop, "call_soon_threadsafe", wake)
    await asyncio.gather(holding, *futures)
    # For the one that was held, and for the group.
    assert wake.call_count == 2


def test_the_writer_outlives_an_event_loop_that_closed_while_a_write_ran(path: Path) -> None:
    writer = Writer(open_writer(path))
    started, released = threading.Event(), threading.Event()

    def hold(connection: WriteConnection) -> int:
        started.set()
        released.wait(timeout=30)
        return add(1)(connection)

    async def leave() -> None:
        writer.submit(hold)
        await asyncio.to_thread(started.wait, 30)

    async def come() -> int:
        released.set()
        return await writer.submit(add(2))

    asyncio.run(leave())
    assert asyncio.run(come()) == 2
    assert numbers(path) == [1, 2]
    writer.close()


async def test_closing_finishes_what_is_queued_and_refuses_what_comes_later(path: Path) -> None:
    writer = Writer(open_writer(path))
    async with held(writer):
        futures = [writer.submit(add(number)) for number in range(GROUP_LIMIT * 2)]
        await end_of_turn()
        closing_thread = threading.Thread(target=writer.close)
        closing_thread.start()
    closing_thread.join()
    assert await asyncio.gather(*futures) == list(range(GROUP_LIMIT * 2))
    assert len(numbers(path)) == GROUP_LIMIT * 2
    with pytest.raises(StoreUnavailableError, match="closed"):
        writer.submit(add(-1))


async def test_what_is_queued_in_the_turn_in_which_the_writer_closes_is_refused(path: Path) -> None:
    writer = Writer(open_writer(path))
    future = writer.submit(add(1))
    writer.close()
    with pytest.raises(StoreUnavailableError, match="closed"):
        await future
    assert numbers(path) == []


def add_all(connection: WriteConnection, added: Sequence[int]) -> list[str]:
    for number in added:
        add(number)(connection)
    return [f"{number} of {len(added)}" for number in added]


async def test_items_that_wait_one_after_the_other_are_written_together(writer: Writer, path: Path) -> None:
    async with held(writer):
        futures = [writer.submit_item(add_all, number) for number in (1, 2)]
        between = writer.submit(add(3))
        last = writer.submit_item(add_all, 4)
    assert await asyncio.gather(*futures, between, last) == ["1 of 2", "2 of 2", 3, "4 of 1"]
    assert numbers(path) == [1, 2, 3, 4]


def add_all_or_each(connection: WriteConnection, added: Sequence[int]) -> list[str]:
    results = add_all(connection, added)
    if 0 in added and len(added) > 1:
        raise NotTogetherError
    return results


async def test_items_that_cannot_be_written_together_are_written_apart(writer: Writer, path: Path) -> None:
    async with held(writer):
        futures = [writer.submit_item(add_all_or_each, number) for number in (2, 0, 1, 2)]
    outcomes = await asyncio.gather(*futures, return_exceptions=True)
    assert outcomes[:3] == ["2 of 1", "0 of 1", "1 of 1"]
    assert isinstance(outcomes[3], sqlite3.IntegrityError)
    assert numbers(path) == [0, 1, 2]


class FailedError(Exception):
    """An error that can be waited for."""


async def test_a_failed_write_is_let_go_with_its_error(writer: Writer) -> None:
    errors: list[weakref.ref[FailedError]] = []

    def fail(_: WriteConnection, items: Sequence[str]) -> list[str]:
        error = FailedError(items)
        errors.append(weakref.ref(error))
        try:
            raise error
        finally:
            del error

    with without_collector():
        with pytest.raises(FailedError):
            await writer.submit_item(fail, "what was to be written")
        # The thread has let go of the failed group when it has another.
        await writer.submit(add(1))
        assert [error() for error in errors] == [None] * len(errors)
    assert len(errors) == 2


async def test_what_was_rolled_back_is_not_mirrored(path: Path) -> None:
    mirror = Mock()
    writer = Writer(open_writer(path), mirror=mirror)
    runs: list[int] = []

    def erase_once(connection: WriteConnection) -> int:
        runs.append(len(runs))
        if len(runs) > 1:
            raise LookupError
        return add(1)(connection)

    async with held(writer):
        erasing = writer.submit(erase_once, erases=True)
        failing = writer.submit(add_and_fail(2))
    outcomes = await asyncio.gather(erasing, failing, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [LookupError] * 2
    assert [call.args[1] for call in mirror.call_args_list] == [[None]]
    assert numbers(path) == []
    writer.close()
