"""The data directory: whose it is, who can read it, how much room and how quick a disk it has."""

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Final

from livegate.doctor.findings import Finding, broken, doubtful, fine
from livegate.settings import Settings

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_LEAST_ROOM: Final = 100_000_000
_LITTLE_ROOM: Final = 2_000_000_000
_SYNCS: Final = 15
_SLOW_SYNC: Final = 0.03
"""Seconds; each group of calls that change something waits for one."""


def check_data_directory(settings: Settings) -> Iterator[Finding]:
    """Look at the folder and all in it."""
    folder = settings.data_dir
    if not folder.exists():
        yield fine("data directory", f"{folder} will be made at the first start, for its owner alone")
        return
    yield from _access(folder)
    yield _room(folder)
    yield _disk(folder)


def _access(folder: Path) -> Iterator[Finding]:
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield broken("data directory", f"{folder} is closed to this user", "Run as its owner, or chown it.")
        return
    modes = _modes(folder)
    others = [path for path, status in modes.items() if status.st_uid != os.geteuid()]
    readable = [path for path, status in modes.items() if status.st_mode & _OTHERS]
    if others:
        remedy = f"Run as that user, or chown -R the data directory to user {os.geteuid()}."
        yield doubtful("data directory", f"{_some(others)} belongs to another user", remedy)
    if readable:
        yield broken("data directory", f"{_some(readable)} is open to other users", "Run `chmod -R go=` on it.")
    if not others and not readable:
        yield fine("data directory", f"{folder.absolute()}, {len(modes)} files and folders, closed to others")


def _modes(folder: Path) -> dict[Path, os.stat_result]:
    modes = {}
    for path in (folder, *sorted(folder.rglob("*"))):
        # A running server makes and removes files meanwhile.
        with suppress(FileNotFoundError):
            modes[path] = path.lstat()
    return modes


def _some(paths: list[Path]) -> str:
    return f"{paths[0]}" + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")


def _room(folder: Path) -> Finding:
    room = shutil.disk_usage(folder).free
    said = f"{room / 1e9:.1f} GB"
    if room < _LEAST_ROOM:
        return broken("free space", said, "Make room now: calls that write are answered 503 when there is none.")
    if room < _LITTLE_ROOM:
        return doubtful("free space", said, "Make room: a session takes some 3 KB, an image up to 1 MB, for its life.")
    return fine("free space", said)


def _disk(folder: Path) -> Finding:
    seconds = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(_SYNCS):
            file.write(bytes(4_096))
            file.flush()
            begun = time.perf_counter()
            os.fsync(file.fileno())
            seconds.append(time.perf_counter() - begun)
    typical = median(seconds)
    said = f"fsync takes {typical * 1_000:.1f} ms"
    if typical > _SLOW_SYNC:
        return doubtful("disk", said, "Move the data directory to a quicker disk: each change waits for one fsync.")
    return fine("disk", said)
