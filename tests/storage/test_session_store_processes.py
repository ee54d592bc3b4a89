"""What several processes do to one database, and what is left when one is killed."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from livegate.sessions.ports import SessionRow, SessionStore
from livegate.sessions.session import SessionKind
from livegate.sessions.tombstones import check_chain
from livegate.storage.erasure_log import ErasureLog

OpenStore = Callable[[], AbstractAsyncContextManager[SessionStore]]

WORKER = Path(__file__).with_name("session_worker.py")
MORE_THAN_IT_WILL_REACH = "1000000"


async def run_worker(directory: Path, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, WORKER, directory, *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    stdout, stderr = await process.communicate()
    assert process.returncode == 0, stderr.decode()
    return stdout.decode()


async def insert_until_killed(directory: Path, prefix: str, lines: int) -> set[tuple[str, str]]:
    """Kill a worker after so many acknowledgements; return all that it has given, as (word, session id)."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, WORKER, directory, "insert", prefix, MORE_THAN_IT_WILL_REACH, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    said = b"".join([await process.stdout.readline() for _ in range(lines)])
    process.kill()
    said += (await process.communicate())[0]
    pairs = (line.split() for line in said.decode().splitlines())
    return {(word, session_id) for word, session_id in pairs}


async def all_ids(store: SessionStore) -> set[str]:
    long_ago = datetime.fromtimestamp(0, UTC)
    living = await store.list_living("face", SessionKind.LIVENESS, after="", now=long_ago, limit=1_000_000)
    return {session_id for session_id, _ in living}


async def test_processes_that_write_at_the_same_time_lose_nothing(
    open_store: OpenStore, tmp_path: Path, new_row: Callable[..., SessionRow]
) -> None:
    async with open_store() as store:
        await store.insert(new_row("counter", sealed=b"0"))
        await asyncio.gather(
            run_worker(tmp_path, "count", "60"),
            run_worker(tmp_path, "count", "60"),
            run_worker(tmp_path, "insert", "one", "150"),
            run_worker(tmp_path, "insert", "two", "150"),
        )
        counter = await store.read(new_row("counter").key)
        assert counter is not None
        assert (counter.sealed, counter.revision) == (b"120", 121)
        assert len(await all_ids(store)) == 1 + 2 * 100


@pytest.mark.parametrize("lines", [1, 13, 100, 256, 399, 640])
async def test_a_killed_process_loses_no_acknowledged_session_and_brings_none_back(
    open_store: OpenStore, tmp_path: Path, lines: int
) -> None:
    said = await insert_until_killed(tmp_path, "first", lines)
    said |= await insert_until_killed(tmp_path, "second", lines // 2 + 1)
    inserted, erasing, erased = (
        {session_id for word, session_id in said if word == wanted} for wanted in ("inserted", "erasing", "erased")
    )
    async with open_store() as store:
        ids = await all_ids(store)
    assert inserted - erasing <= ids
    assert not erased & ids
    logged = tuple(ErasureLog(tmp_path / "erasures.log").read())
    assert {sha256(session_id.encode()).digest() for session_id in erased} <= {each.session_hash for each in logged}
    assert check_chain(None, logged) == (logged[-1] if logged else None)
    # At most one write of each of its eight callers can have been done without being acknowledged.
    assert len(ids - inserted) <= 2 * 8
