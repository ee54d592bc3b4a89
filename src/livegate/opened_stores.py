"""The stores of a server, opened from where the settings say.

May import the storage, the sessions' Protocols and the settings. Nothing is built on import.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from livegate.sessions.erasure_register import TombstoneStore
from livegate.sessions.monitoring_ports import SettingsStore, SightingStore, TraceStore
from livegate.sessions.ports import ObjectStore, SessionStore
from livegate.settings import Settings
from livegate.storage.objects import open_object_store
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore
from livegate.storage.sqlite.settings_store import SqliteSettingsStore
from livegate.storage.sqlite.sighting_store import SqliteSightingStore
from livegate.storage.sqlite.tombstone_store import SqliteTombstoneStore
from livegate.storage.sqlite.trace_store import SqliteTraceStore


@dataclass(frozen=True, slots=True)
class Stores:
    """Where everything is kept: one database, and the sealed images beside it."""

    sessions: SessionStore
    settings: SettingsStore
    sightings: SightingStore
    traces: TraceStore
    tombstones: TombstoneStore
    objects: ObjectStore


@asynccontextmanager
async def opened_stores(settings: Settings) -> AsyncIterator[Stores]:
    """Open the stores for as long as the block runs. Raises as ``SqliteDatabase.open`` and ``open_objects``."""
    database = SqliteDatabase.open(settings.data_dir / "livegate.db")
    try:
        yield Stores(
            sessions=SqliteSessionStore(database),
            settings=SqliteSettingsStore(database),
            sightings=SqliteSightingStore(database),
            traces=SqliteTraceStore(database),
            tombstones=SqliteTombstoneStore(database),
            objects=open_objects(settings),
        )
    finally:
        await database.close()


def open_objects(settings: Settings) -> ObjectStore:
    """Return where the sealed images are kept. Raises ``ObjectLocationError``, ``StoreUnavailableError``."""
    return open_object_store(settings.objects_url or str(settings.data_dir / "objects"))
