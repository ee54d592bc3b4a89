"""A database with many sessions, sealed and stored as the server does it."""

import asyncio
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from livegate.operations.system import RandomIdentifiers, SystemClock
from livegate.sessions.archive import SessionArchive
from livegate.sessions.session import OperationMode, Session, SessionKind, SessionRequest
from livegate.storage.key_hierarchy import open_key_hierarchy
from livegate.storage.master_key_sources import MasterKeyFile
from livegate.storage.object_folder import FolderObjectStore
from livegate.storage.sqlite.session_store import SqliteSessionStore

WRITERS = 128
TOKEN_LENGTH = 620
"""Characters of a session auth token of this server, nearly."""


async def fill(data_dir: Path, count: int) -> None:
    """Store ``count`` living sessions beside those that are there; no server may run over the directory."""
    store = SqliteSessionStore.open(data_dir / "livegate.db")
    master_keys = MasterKeyFile(data_dir / "master.key", random_bytes=secrets.token_bytes)
    vault = open_key_hierarchy(data_dir, master_keys, random_bytes=secrets.token_bytes).vault
    archive = SessionArchive(store, FolderObjectStore(data_dir / "objects"), vault)
    sessions = _sessions(count, SystemClock().now())
    await asyncio.gather(*(_insert_all(archive, sessions) for _ in range(WRITERS)))
    await store.close()


async def _insert_all(archive: SessionArchive, sessions: Iterator[Session]) -> None:
    for session in sessions:
        await archive.insert(session)


def _sessions(count: int, now: datetime) -> Iterator[Session]:
    request = SessionRequest(
        kind=SessionKind.LIVENESS,
        operation_mode=OperationMode.PASSIVE,
        token_lifetime=600,
        attempts_allowed=3,
        device_correlation_id="bench",
    )
    identifiers = RandomIdentifiers()
    for _ in range(count):
        yield Session(
            session_id=identifiers.session_id(),
            resource="default",
            created_at=now,
            expires_at=now + timedelta(hours=48),
            token_expires_at=now + timedelta(seconds=request.token_lifetime),
            auth_token=secrets.token_urlsafe(TOKEN_LENGTH)[:TOKEN_LENGTH],
            request=request,
            device_correlation_id=request.device_correlation_id,
        )
