"""A process of its own that changes sessions; it says on standard output what the store has acknowledged.

``session_worker.py DIRECTORY insert PREFIX COUNT`` inserts sessions and erases every third of them.
``session_worker.py DIRECTORY count COUNT`` adds 1 COUNT times to the number sealed in the session ``counter``.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from livegate.sessions.ports import SessionKey, SessionRow, SessionStore
from livegate.sessions.session import SessionKind
from livegate.sessions.tombstones import ErasureNote
from livegate.storage.sqlite.session_store import SqliteSessionStore

START = datetime(2026, 1, 1, tzinfo=UTC)
CALLERS = 8


def say(word: str, session_id: str) -> None:
    os.write(1, f"{word} {session_id}\n".encode())


async def insert(store: SessionStore, prefix: str, count: int) -> None:
    numbers = iter(range(count))

    async def work() -> None:
        for number in numbers:
            key = SessionKey("face", SessionKind.LIVENESS, f"{prefix}-{number:06d}")
            await store.insert(SessionRow(key, START, START, 1, b"wrapped", b"sealed" * 200))
            say("inserted", key.session_id)
            if number % 3 == 0:
                say("erasing", key.session_id)
                await store.erase(key, ErasureNote("face", sha256(key.session_id.encode()).digest(), START, "0.0.1"))
                say("erased", key.session_id)

    await asyncio.gather(*(work() for _ in range(CALLERS)))


async def increment(store: SessionStore, count: int) -> None:
    key = SessionKey("face", SessionKind.LIVENESS, "counter")
    while count:
        row = await store.read(key)
        assert row is not None
        count -= await store.replace(replace(row, revision=row.revision + 1, sealed=b"%d" % (int(row.sealed) + 1)))


async def main(directory: str, command: str, *arguments: str) -> None:
    store = SqliteSessionStore.open(Path(directory, "sessions.sqlite3"))
    if command == "insert":
        await insert(store, arguments[0], int(arguments[1]))
    else:
        await increment(store, int(arguments[0]))
    await store.close()


asyncio.run(main(*sys.argv[1:]))
