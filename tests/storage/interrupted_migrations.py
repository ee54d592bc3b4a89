"""Kills a process before each statement of all migrations in turn; prints how many it were.

``interrupted_migrations.py DIRECTORY``. After each kill the database must be sound, at a whole step, and the next start
must bring it to the last one.
"""

import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from livegate.storage.sqlite.connection import WriteConnection, open_writer
from livegate.storage.sqlite.migrations import load_migrations, migrate

STEPS = load_migrations()


def schema(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return set(connection.execute("SELECT type, name FROM sqlite_schema"))


def opened(path: Path) -> WriteConnection:
    connection = open_writer(path)
    connection.execute("PRAGMA synchronous = OFF")  # what a killed process has written stays, and this is quicker
    return connection


def migrate_whole(path: Path, count: int) -> set[tuple[str, str]]:
    with closing(opened(path)) as connection:
        migrate(connection, STEPS[:count])
    return schema(path)


def die_before(path: Path, number: int) -> bool:
    """Migrate in a process that dies before its statement ``number``; False when it has fewer statements."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    left = number

    def count(_: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    connection = opened(path)
    connection.set_trace_callback(count)
    migrate(connection, STEPS)
    os._exit(0)


def main(directory: Path) -> None:
    whole = [migrate_whole(directory / f"whole-{count}.db", count) for count in range(1, len(STEPS) + 1)]
    number = 0
    while die_before(path := directory / f"interrupted-{number}.db", number):
        assert schema(path) in (set(), *whole)
        assert migrate_whole(path, len(STEPS)) == whole[-1]
        number += 1
    print(number)  # noqa: T201  # read by the test


main(Path(sys.argv[1]))
