import asyncio
import sqlite3
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from livegate.storage.sqlite.connection import UnusableDatabaseError, WriteConnection, open_writer
from livegate.storage.sqlite.migrations import Migration, load_migrations, migrate

FIRST = load_migrations()
OURS = [step.version for step in FIRST]
GOOD = Migration(len(FIRST) + 1, 1, "CREATE TABLE added (value TEXT DEFAULT ';');\nCREATE INDEX i ON added (value);\n")
BAD = Migration(GOOD.version, 1, "CREATE TABLE added (value TEXT);\nCREATE TABLE sessions (twice TEXT);\n")
MIGRATE_AND_DIE = """
import os, pathlib, sys
from livegate.storage.sqlite.connection import open_writer
from livegate.storage.sqlite.migrations import Migration, load_migrations, migrate
connection = open_writer(pathlib.Path(sys.argv[1]))
connection.create_function("die", 0, lambda: os._exit(9))
migrate(connection, [*load_migrations(), Migration(int(sys.argv[2]), 1, sys.argv[3] + "SELECT die();")])
"""
BREAKING = Migration(GOOD.version, GOOD.version, GOOD.script)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[WriteConnection]:
    with closing(open_writer(tmp_path / "sessions.sqlite3")) as connection:
        yield WriteConnection(connection)


def tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def versions(connection: sqlite3.Connection) -> list[int]:
    return [version for (version,) in connection.execute("SELECT version FROM schema_migrations ORDER BY version")]


def test_steps_are_numbered_without_gaps_and_compatible_with_no_later_one() -> None:
    assert [step.version for step in FIRST] == list(range(1, len(FIRST) + 1))
    assert all(1 <= step.compatible_with <= step.version for step in FIRST)


def test_applies_each_step_once(connection: WriteConnection) -> None:
    for _ in range(2):
        migrate(connection, FIRST)
    migrate(connection, [*FIRST, GOOD])
    assert versions(connection) == [*OURS, GOOD.version]
    assert {"sessions", "session_images", "object_removals", "create_calls", "added"} <= tables(connection)


def test_a_step_that_fails_leaves_nothing_and_can_be_tried_again(connection: WriteConnection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrate(connection, [*FIRST, BAD])
    assert versions(connection) == OURS
    assert "added" not in tables(connection)
    migrate(connection, [*FIRST, GOOD])
    assert versions(connection) == [*OURS, GOOD.version]


async def test_a_step_whose_process_dies_leaves_nothing(connection: WriteConnection, tmp_path: Path) -> None:
    migrate(connection, FIRST)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MIGRATE_AND_DIE, tmp_path / "sessions.sqlite3", str(GOOD.version), GOOD.script
    )
    assert await process.wait() == 9
    assert versions(connection) == OURS
    assert "added" not in tables(connection)
    migrate(connection, [*FIRST, GOOD])
    assert versions(connection) == [*OURS, GOOD.version]
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_older_program_refuses_what_it_cannot_use(connection: WriteConnection) -> None:
    migrate(connection, [*FIRST, BREAKING])
    with pytest.raises(
        UnusableDatabaseError, match=f"needs schema version {GOOD.version}, and this one knows {len(FIRST)}"
    ):
        migrate(connection, FIRST)
    assert versions(connection) == [*OURS, GOOD.version]


def test_an_older_program_goes_on_with_what_it_can_use(connection: WriteConnection) -> None:
    migrate(connection, [*FIRST, GOOD])
    migrate(connection, FIRST)
    assert versions(connection) == [*OURS, GOOD.version]


def test_all_who_start_at_once_find_the_same_schema(tmp_path: Path) -> None:
    count = 8
    together = threading.Barrier(count)

    def start(path: Path) -> list[int]:
        together.wait(timeout=30)
        with closing(open_writer(path)) as connection:
            migrate(connection, [*FIRST, GOOD])
            return versions(connection)

    with ThreadPoolExecutor(count) as threads:
        assert list(threads.map(start, [tmp_path / "sessions.sqlite3"] * count)) == [[*OURS, GOOD.version]] * count
