"""The engines under test: every test of this folder that takes ``store`` or ``open_store`` runs on each of them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from livegate.sessions.monitoring_ports import SettingsStore, SightingStore, TraceStore
from livegate.sessions.ports import (
    ObjectStore,
    SessionKey,
    SessionRow,
    SessionStore,
)
from livegate.sessions.session import SessionKind
from livegate.storage.objects import open_object_store
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore
from livegate.storage.sqlite.settings_store import SqliteSettingsStore
from livegate.storage.sqlite.sighting_store import SqliteSightingStore
from livegate.storage.sqlite.trace_store import SqliteTraceStore

NOON = datetime(2026, 5, 4, 12, 0, 0, 123456, tzinfo=UTC)


@dataclass(frozen=True)
class Stores:
    """All stores of one database."""

    sessions: SessionStore
    sightings: SightingStore
    settings: SettingsStore
    traces: TraceStore


class ClosableStore(SessionStore, Protocol):
    async def close(self) -> None: ...


OpenStores = Callable[[], AbstractAsyncContextManager[Stores]]


def _open_sqlite(directory: Path) -> ClosableStore:
    return SqliteSessionStore.open(directory / "sessions.sqlite3")


@pytest.fixture(params=["sqlite"])
def open_in(request: pytest.FixtureRequest) -> Callable[[Path], ClosableStore]:
    """Opens the engine's database that belongs to a folder, making it where there is none."""
    return {"sqlite": _open_sqlite}[request.param]


@pytest.fixture
def open_store(
    open_in: Callable[[Path], ClosableStore], tmp_path: Path
) -> Callable[[], AbstractAsyncContextManager[SessionStore]]:
    """Opens the same database each time it is called."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[SessionStore]:
        store = open_in(tmp_path)
        try:
            yield store
        finally:
            await store.close()

    return opened


@pytest.fixture
async def store(open_store: Callable[[], AbstractAsyncContextManager[SessionStore]]) -> AsyncIterator[SessionStore]:
    async with open_store() as store:
        yield store


@asynccontextmanager
async def open_sqlite_stores(directory: Path) -> AsyncIterator[Stores]:
    """Open all stores of one SQLite database."""
    database = SqliteDatabase.open(directory / "sessions.sqlite3")
    yield Stores(
        SqliteSessionStore(database),
        SqliteSightingStore(database),
        SqliteSettingsStore(database),
        SqliteTraceStore(database),
    )
    await database.close()


@pytest.fixture(params=["sqlite"])
def open_stores(request: pytest.FixtureRequest, tmp_path: Path) -> OpenStores:
    """Opens all stores of the same database each time it is called."""
    opened = {"sqlite": open_sqlite_stores}[request.param]
    return lambda: opened(tmp_path)


@pytest.fixture
async def stores(open_stores: OpenStores) -> AsyncIterator[Stores]:
    async with open_stores() as stores:
        yield stores


@pytest.fixture
def new_row() -> Callable[..., SessionRow]:
    def make(
        session_id: str = "a",
        *,
        resource: str = "face",
        kind: SessionKind = SessionKind.LIVENESS,
        expires_in: timedelta = timedelta(minutes=10),
        revision: int = 1,
        sealed: bytes = b"sealed",
    ) -> SessionRow:
        return SessionRow(
            key=SessionKey(resource, kind, session_id),
            created_at=NOON,
            expires_at=NOON + expires_in,
            revision=revision,
            wrapped_key=b"wrapped " + session_id.encode(),
            sealed=sealed,
        )

    return make


@pytest.fixture(params=["folder", "remote"])
def object_store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    return open_object_store({"folder": str(tmp_path / "objects"), "remote": "memory:///"}[request.param])
