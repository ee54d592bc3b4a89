"""The chain of tombstones in the database against its log beside it, in every way that the two can differ."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from livegate.sessions.erasure_register import Reconciliation
from livegate.sessions.ports import SessionKey, SessionRow, StoreUnavailableError
from livegate.sessions.session import SessionKind
from livegate.sessions.tombstones import ErasureChainError, Tombstone, check_chain, encode_line
from livegate.storage.erasure_log import ErasureLog
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore
from livegate.storage.sqlite.tombstone_store import SqliteTombstoneStore
from tests.support.erasures import chain_of, note_on

NewRow = Callable[..., SessionRow]


class Place:
    """One data directory, opened anew for each step as a server's start would."""

    def __init__(self, directory: Path, new_row: NewRow) -> None:
        self.directory = directory
        self.path = directory / "livegate.db"
        self.log = directory / "erasures.log"
        self._new_row = new_row

    def key(self, session_id: str) -> SessionKey:
        return self._new_row(session_id).key

    async def insert(self, *session_ids: str) -> None:
        database = SqliteDatabase.open(self.path)
        store = SqliteSessionStore(database)
        for session_id in session_ids:
            await store.insert(self._new_row(session_id))
        await database.close()

    async def erase(self, *session_ids: str) -> None:
        database = SqliteDatabase.open(self.path)
        store = SqliteSessionStore(database)
        # At the same time, so that they share a commit.
        await asyncio.gather(*(store.erase(self.key(each), note_on(self.key(each))) for each in session_ids))
        await database.close()

    async def start(self) -> Reconciliation:
        database = SqliteDatabase.open(self.path)
        try:
            return await SqliteTombstoneStore(database).reconcile(lambda key: note_on(key).session_hash)
        finally:
            await database.close()

    async def chain(self) -> tuple[Tombstone, ...]:
        database = SqliteDatabase.open(self.path)
        chain = await SqliteTombstoneStore(database).between(after=0)
        await database.close()
        return chain

    async def living(self) -> set[str]:
        with closing(sqlite3.connect(self.path)) as connection:
            return {session_id for (session_id,) in connection.execute("SELECT session_id FROM sessions")}

    def logged(self) -> tuple[Tombstone, ...]:
        return tuple(ErasureLog(self.log).read())


@pytest.fixture
def place(tmp_path: Path, new_row: NewRow) -> Place:
    return Place(tmp_path, new_row)


async def test_every_erasure_stands_in_the_log_when_it_is_acknowledged(place: Place) -> None:
    await place.insert(*"abcdef")
    await place.erase(*"abc")
    await place.erase("d", "not there")
    chain = place.logged()
    assert {tombstone.session_hash for tombstone in chain} == {note_on(place.key(each)).session_hash for each in "abcd"}
    assert check_chain(None, chain) == chain[-1]
    assert await place.chain() == chain
    assert place.log.stat().st_mode & 0o777 == 0o600
    assert await place.start() == Reconciliation(0, 0)


async def test_what_an_older_database_brings_back_is_erased_again_before_anything_is_served(
    place: Place, tmp_path: Path
) -> None:
    await place.insert(*"abcdef")
    await place.erase("a")
    shutil.copy(place.path, tmp_path / "backup")
    await place.erase("b", "c")
    await place.erase("d")
    chain = place.logged()
    shutil.copy(tmp_path / "backup", place.path)
    assert await place.living() == set("bcdef")

    assert await place.start() == Reconciliation(recovered=3, erased_again=3)

    assert await place.living() == set("ef")
    assert await place.chain() == place.logged() == chain
    assert await place.start() == Reconciliation(0, 0)
    await place.erase("e")
    assert place.logged()[:-1] == chain


async def test_a_new_database_beside_an_old_log_goes_on_with_its_chain(place: Place) -> None:
    await place.insert(*"ab")
    await place.erase("a")
    place.path.unlink()
    assert await place.start() == Reconciliation(recovered=1, erased_again=0)
    assert await place.chain() == place.logged()


@pytest.mark.parametrize("kept", [0, 1, 2])
async def test_a_log_that_ends_before_the_database_is_completed(place: Place, kept: int) -> None:
    await place.insert(*"abc")
    await place.erase(*"abc")
    lines = place.log.read_bytes().splitlines(keepends=True)
    # A crash between commit and writing, and one in the middle of a line.
    place.log.write_bytes(b"".join(lines[:kept]) + lines[kept][:100])
    assert await place.start() == Reconciliation(0, 0)
    assert place.log.read_bytes() == b"".join(lines)


async def test_a_log_that_is_gone_is_written_anew(place: Place) -> None:
    await place.insert(*"ab")
    await place.erase(*"ab")
    content = place.log.read_bytes()
    place.log.unlink()
    await place.start()
    assert place.log.read_bytes() == content


async def test_the_next_erasure_completes_what_another_process_left_out(place: Place) -> None:
    await place.insert(*"abc")
    await place.erase("a")
    line = place.log.read_bytes()
    await place.erase("b")
    place.log.write_bytes(line)
    await place.erase("c")
    assert place.logged() == await place.chain()


def forked(count: int) -> bytes:
    return b"".join(map(encode_line, chain_of(count, first=100)))


@pytest.mark.parametrize("count", [1, 2, 3])
async def test_the_log_of_another_server_is_refused_and_nothing_changed(place: Place, count: int) -> None:
    await place.insert(*"abc")
    await place.erase(*"ab")
    place.log.write_bytes(forked(count))
    with pytest.raises(ErasureChainError, match=r"differ in tombstone \d"):
        await place.start()
    assert place.log.read_bytes() == forked(count)
    assert await place.living() == {"c"}


async def test_a_log_that_jumps_is_refused(place: Place) -> None:
    await place.insert("a")
    place.log.write_bytes(b"".join(map(encode_line, (chain_of(3)[0], chain_of(3)[2]))))
    with pytest.raises(ErasureChainError, match="Tombstone 2 is missing"):
        await place.start()


@pytest.mark.parametrize("column", ["erased_at = erased_at + 1", "resource = 'other'", "previous = zeroblob(32)"])
async def test_a_tombstone_that_was_changed_in_the_database_is_refused(place: Place, column: str) -> None:
    await place.insert(*"abc")
    await place.erase("a")
    await place.erase("b")
    await place.erase("c")
    with closing(sqlite3.connect(place.path)) as connection, connection:
        connection.execute(f"UPDATE tombstones SET {column} WHERE sequence = 2")  # noqa: S608  # fixed texts
    with pytest.raises(ErasureChainError, match="does not follow"):
        await place.start()


async def test_an_erasure_that_cannot_be_logged_is_done_and_not_acknowledged(place: Place) -> None:
    await place.insert(*"ab")
    place.log.mkdir()
    with pytest.raises(StoreUnavailableError):
        await place.erase("a")
    assert await place.living() == {"b"}
    place.log.rmdir()
    await place.erase("b")
    assert len(place.logged()) == 2


async def test_two_processes_write_one_chain_in_one_order(place: Place) -> None:
    names = [f"{number:03}" for number in range(60)]
    await place.insert(*names)
    databases = [SqliteDatabase.open(place.path) for _ in range(3)]

    async def erase(database: SqliteDatabase, wanted: list[str]) -> None:
        store = SqliteSessionStore(database)
        for name in wanted:
            key = SessionKey("face", SessionKind.LIVENESS, name)
            assert await store.erase(key, note_on(key)) is not None
            # Acknowledged: the log has it, whoever has written it.
            assert note_on(key).session_hash in {tombstone.session_hash for tombstone in place.logged()}

    await asyncio.gather(*(erase(database, names[start::3]) for start, database in enumerate(databases)))
    for database in databases:
        await database.close()
    chain = place.logged()
    assert check_chain(None, chain) == chain[-1]
    assert len(chain) == 60
    assert await place.chain() == chain


@pytest.mark.parametrize("count", [0, 1, 2, 33, 200])
def test_a_tombstone_is_found_in_the_log_by_its_number(tmp_path: Path, count: int) -> None:
    chain = chain_of(count)
    path = tmp_path / "erasures.log"
    path.write_bytes(b"".join(map(encode_line, chain)) + b"half a li")
    log = ErasureLog(path)
    assert [log.find(number) for number in range(count + 2)] == [None, *chain, None]
    assert log.last() == (chain[-1] if chain else None)
