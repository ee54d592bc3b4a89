import os
from datetime import timedelta
from pathlib import Path

from livegate.storage import durable_file
from livegate.storage.interrupted_writes import INTERRUPTED_AGE, InterruptedWrites
from tests.support.sessions import START, ManualClock


def interrupted_write(directory: Path, age: timedelta) -> Path:
    """What a write leaves that is killed before it gives the file its name."""
    path = durable_file._write_temporary(directory, b"sealed")
    moment = (START - age).timestamp()
    os.utime(path, (moment, moment))
    return path


async def test_what_a_killed_write_has_left_is_removed_and_a_running_one_is_left(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    old, older = (interrupted_write(folder, INTERRUPTED_AGE + timedelta(seconds=1)) for folder in (tmp_path, other))
    running = interrupted_write(tmp_path, INTERRUPTED_AGE)
    writes = InterruptedWrites((tmp_path, other, tmp_path / "not there"), ManualClock())
    assert await writes.remove() == 2
    assert not old.exists()
    assert not older.exists()
    assert running.exists()
    assert await writes.remove() == 0


async def test_no_file_of_anybody_else_is_touched(tmp_path: Path) -> None:
    files = [tmp_path / name for name in (".gitignore", "livegate.db", ".livegate", "a.livegate-b")]
    for path in files:
        path.write_bytes(b"theirs")
        os.utime(path, (0, 0))
    assert await InterruptedWrites((tmp_path,), ManualClock()).remove() == 0
    assert all(path.exists() for path in files)
