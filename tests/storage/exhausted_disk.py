"""Inserts into the database in DIRECTORY until no file may grow; then prints what it has seen, one word a line."""

import asyncio
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from livegate.sessions.ports import SessionKey, SessionRow, StoreUnavailableError
from livegate.sessions.session import SessionKind
from livegate.storage.sqlite.session_store import SqliteSessionStore

START = datetime(2026, 1, 1, tzinfo=UTC)


def row(number: int) -> SessionRow:
    key = SessionKey("face", SessionKind.LIVENESS, f"{number:06d}")
    return SessionRow(key, START, START, 1, b"wrapped", b"sealed" * 500)


async def main(path: Path) -> None:
    store = SqliteSessionStore.open(path)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    count = 0
    try:
        while True:
            await store.insert(row(count))
            count += 1
    except StoreUnavailableError:
        print("unavailable")  # noqa: T201  # read by the test
    readable = [await store.read(row(number).key) == row(number) for number in range(count)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    await store.insert(row(count))
    await store.close()
    print(count + 1, all(readable))  # noqa: T201  # read by the test


asyncio.run(main(Path(sys.argv[1])))
