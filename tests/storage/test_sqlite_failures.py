"""A full disk, a folder that cannot be written and a damaged file: refused, and nothing is lost."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from livegate.sessions.ports import SessionRow, StoreUnavailableError
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore

NewRow = Callable[..., SessionRow]

EXHAUSTED_DISK = Path(__file__).with_name("exhausted_disk.py")
OPEN_STORE = """
import sys, pathlib
from livegate.sessions.ports import StoreUnavailableError
from livegate.storage.sqlite.session_store import SqliteSessionStore
try:
    SqliteSessionStore.open(pathlib.Path(sys.argv[1]))
except StoreUnavailableError as error:
    print("unavailable:", error)
"""


async def output_of(*arguments: str | Path) -> str:
    process = await asyncio.create_subprocess_exec(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    stdout, stderr = await process.communicate()
    assert process.returncode == 0, stderr.decode()
    return stdout.decode()


def rows_and_integrity(path: Path) -> tuple[int, str]:
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM sessions").fetchone()
        (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
    return count, integrity


async def test_a_database_that_may_not_grow_refuses_and_goes_on_when_it_may(tmp_path: Path, new_row: NewRow) -> None:
    path = tmp_path / "sessions.sqlite3"
    database = SqliteDatabase.open(path)
    store = SqliteSessionStore(database)
    await store.insert(new_row("kept"))
    await database.write(lambda connection: connection.execute("PRAGMA max_page_count = 40").fetchall())
    with pytest.raises(StoreUnavailableError):
        await store.insert(new_row("large", sealed=bytes(100_000)))
    assert await store.read(new_row("large").key) is None
    assert await store.replace(new_row("kept", revision=2))
    await database.write(lambda connection: connection.execute("PRAGMA max_page_count = 4000").fetchall())
    await store.insert(new_row("large", sealed=bytes(100_000)))
    await store.close()
    assert rows_and_integrity(path) == (2, "ok")


async def test_a_full_disk_refuses_and_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite3"
    said, count, readable = (await output_of(sys.executable, EXHAUSTED_DISK, path)).split()
    assert (said, readable) == ("unavailable", "True")
    assert rows_and_integrity(path) == (int(count), "ok")


async def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    directory = tmp_path / "read-only"
    directory.mkdir(mode=0o500)
    # Root passes over modes, until it gives that capability away.
    as_owner = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    said = await output_of(*as_owner, sys.executable, "-c", OPEN_STORE, directory / "sessions.sqlite3")
    assert said.startswith("unavailable:")
    assert list(directory.iterdir()) == []


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + bytes(84) + b"x" * 924])
def test_a_damaged_file_is_unavailable_and_left_as_it_was(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sessions.sqlite3"
    path.write_bytes(content)
    with pytest.raises(StoreUnavailableError):
        SqliteSessionStore.open(path)
    assert path.read_bytes() == content


async def test_a_locked_database_is_unavailable_until_it_is_free(tmp_path: Path, new_row: NewRow) -> None:
    path = tmp_path / "sessions.sqlite3"
    database = SqliteDatabase.open(path)
    store = SqliteSessionStore(database)
    await database.write(lambda connection: None)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        database._writer._connection.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(StoreUnavailableError):
            await store.insert(new_row())
        assert await store.read(new_row().key) is None
        other.execute("COMMIT")
    await store.insert(new_row())
    await store.close()
