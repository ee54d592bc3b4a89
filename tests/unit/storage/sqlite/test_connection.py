import fcntl
import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from livegate.storage.sqlite.connection import (
    MINIMUM_SQLITE,
    UnusableDatabaseError,
    open_reader,
    open_writer,
    require_sqlite,
)


def test_names_the_version_it_needs_and_the_one_it_found() -> None:
    require_sqlite(MINIMUM_SQLITE)
    with pytest.raises(UnusableDatabaseError, match=r"3\.38\.0 or newer; this Python has 3\.36\.9"):
        require_sqlite((3, 36, 9))


def test_every_file_is_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "sessions.sqlite3"
    with closing(open_writer(path)) as connection:
        connection.execute("CREATE TABLE written (value INTEGER)")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(("sessions.sqlite3", "sessions.sqlite3-wal", "sessions.sqlite3-shm"), 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_closes_a_file_that_was_open_to_others(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite3"
    path.touch(mode=0o644)
    path.chmod(0o644)
    open_writer(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("setting", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1), ("temp_store", 2)],
)
def test_writes_durably_and_leaves_no_copies(tmp_path: Path, setting: str, value: object) -> None:
    with closing(open_writer(tmp_path / "sessions.sqlite3")) as connection:
        assert connection.execute(f"PRAGMA {setting}").fetchone() == (value,)


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite3"
    open_writer(path).close()
    with closing(open_reader(path)) as reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("CREATE TABLE written (value INTEGER)")


def test_one_process_at_a_time_turns_a_new_file_to_the_log(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite3"
    opening = threading.Thread(target=lambda: open_writer(path).close())
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    opening.start()
    opening.join(timeout=0.3)
    waited = opening.is_alive()
    os.close(folder)
    opening.join()
    assert waited
    assert path.read_bytes()[18:20] == b"\x02\x02"  # the file format's version numbers: write-ahead log
