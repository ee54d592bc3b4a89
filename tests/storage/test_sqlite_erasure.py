"""What SQLite leaves in its files of a session that was erased."""

import random
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from livegate.sessions.ports import ImageRow, SessionRow
from livegate.sessions.sightings import AttemptName, Sighting, Subject
from livegate.storage.sqlite.connection import PAGE_SIZE
from livegate.storage.sqlite.session_store import SqliteSessionStore
from tests.support.erasures import note_on

NewRow = Callable[..., SessionRow]


def everything_in(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(directory.iterdir()) if path.is_file())


@pytest.fixture
async def sqlite_store(tmp_path: Path) -> AsyncIterator[SqliteSessionStore]:
    store = SqliteSessionStore.open(tmp_path / "sessions.sqlite3")
    yield store
    await store.close()


async def test_once_erase_returns_no_file_holds_the_key_or_the_content(
    sqlite_store: SqliteSessionStore, tmp_path: Path, new_row: NewRow
) -> None:
    row = new_row("a", sealed=b"marker of the first state")
    await sqlite_store.insert(row)
    await sqlite_store.replace(new_row("a", revision=2, sealed=b"marker of the second state" * 300))
    assert row.wrapped_key in everything_in(tmp_path)
    assert b"marker of the second" in everything_in(tmp_path)
    await sqlite_store.erase(row.key, note_on(row.key))
    assert row.wrapped_key not in everything_in(tmp_path)
    assert b"marker of" not in everything_in(tmp_path)


@pytest.mark.parametrize("size", [0, 1, 100, 400, 900, 1_024, 2_000, 10_000])
async def test_secrets_lie_only_on_pages_that_are_zeroed_as_a_whole(
    sqlite_store: SqliteSessionStore, tmp_path: Path, new_row: NewRow, size: int
) -> None:
    for number in range(20):
        await sqlite_store.insert(new_row(f"{number}", sealed=b"\xff" * size))
    await sqlite_store.erase(new_row("19").key, note_on(new_row("19").key))
    content = (tmp_path / "sessions.sqlite3").read_bytes()
    pages = [content[start : start + PAGE_SIZE] for start in range(0, len(content), PAGE_SIZE)]
    with_secrets = [page for page in pages if b"wrapped " in page or b"\xff\xff" in page]
    assert len(with_secrets) >= 19
    # An overflow page begins with the number of the next one, a page of a B-tree with its kind.
    assert {page[0] for page in with_secrets} == {0}


async def test_rows_that_moved_within_the_file_leave_no_copies(
    sqlite_store: SqliteSessionStore, tmp_path: Path, new_row: NewRow
) -> None:
    chance = random.Random(1)  # noqa: S311  # a repeatable workload, no secret
    live: dict[str, int] = {}
    erased: list[str] = []
    for _ in range(1_500):
        action = chance.random()
        session_id = f"{chance.getrandbits(64):016x}" if action < 0.45 or not live else chance.choice(sorted(live))
        marker = f"<sealed {session_id}>".encode() * chance.randint(1, 30)
        if session_id not in live:
            await sqlite_store.insert(new_row(session_id, sealed=marker))
            live[session_id] = 1
        elif action < 0.7:
            live[session_id] += 1
            await sqlite_store.replace(new_row(session_id, revision=live[session_id], sealed=marker))
        else:
            await sqlite_store.erase(new_row(session_id).key, note_on(new_row(session_id).key))
            del live[session_id]
            erased.append(session_id)
    files = everything_in(tmp_path)
    assert all(new_row(session_id).wrapped_key in files for session_id in live)
    assert [id_ for id_ in erased if b"wrapped " + id_.encode() in files] == []
    assert [id_ for id_ in erased if f"<sealed {id_}".encode() in files] == []


async def test_a_long_reader_puts_the_end_of_the_log_off_until_it_has_finished(
    sqlite_store: SqliteSessionStore, tmp_path: Path, new_row: NewRow
) -> None:
    row = new_row("a", sealed=b"marker")
    await sqlite_store.insert(row)
    with closing(sqlite3.connect(tmp_path / "sessions.sqlite3", isolation_level=None)) as backup:
        backup.execute("BEGIN")
        backup.execute("SELECT * FROM sessions").fetchall()
        assert await sqlite_store.erase(row.key, note_on(row.key)) is not None
        assert await sqlite_store.read(row.key) is None
        assert b"marker" in everything_in(tmp_path)
        backup.execute("COMMIT")
        # The log is emptied after the first ping was answered and before the second is.
        await sqlite_store.ping()
        await sqlite_store.ping()
        assert b"marker" not in everything_in(tmp_path)


async def test_the_next_start_finishes_what_a_crash_left_in_the_log(
    sqlite_store: SqliteSessionStore, tmp_path: Path, new_row: NewRow
) -> None:
    await sqlite_store.insert(new_row("a", sealed=b"marker"))
    after_crash = tmp_path / "copy"
    with closing(sqlite3.connect(tmp_path / "sessions.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM sessions").fetchall()
        await sqlite_store.erase(new_row("a").key, note_on(new_row("a").key))
        after_crash.mkdir()
        for name in ("sessions.sqlite3", "sessions.sqlite3-wal"):
            shutil.copy(tmp_path / name, after_crash)
    assert b"marker" in everything_in(after_crash)

    store = SqliteSessionStore.open(after_crash / "sessions.sqlite3")
    await store.ping()
    files = everything_in(after_crash)
    erased = await store.read(new_row("a").key)
    await store.close()
    assert b"marker" not in files
    assert erased is None


async def test_a_sighting_of_an_erased_session_leads_nowhere(
    sqlite_store: SqliteSessionStore, tmp_path: Path, new_row: NewRow
) -> None:
    row, image = new_row("a"), ImageRow("image", new_row("a").key, "images/1")
    await sqlite_store.insert(row)
    attempt = AttemptName("a", 1, "image")
    sighting = Sighting(Subject(b"hash"), attempt, is_spoof=True, seen_at=row.created_at, expires_at=row.expires_at)
    await sqlite_store.replace(new_row("a", revision=2), image=image, sightings=[sighting])
    await sqlite_store.erase(row.key, note_on(row.key))
    with closing(sqlite3.connect(tmp_path / "sessions.sqlite3")) as connection:
        rows = connection.execute("SELECT subject, session_id, image_id FROM abuse_sightings").fetchall()
    assert rows == [(b"hash", None, None)]
