"""A data directory as a server leaves it, and the findings of one check on it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from livegate.doctor.findings import Check, Status
from livegate.operations.system import SystemClock
from livegate.sessions.archive import SessionArchive
from livegate.sessions.erasure import Erasure
from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.ports import key_of
from livegate.settings import Settings
from livegate.storage.object_folder import FolderObjectStore
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore
from tests.support.keys import opened_keys
from tests.support.sessions import ManualClock, ids, new_session

Findings = list[tuple[str, Status, str]]
Look = Callable[[Check], Findings]
Fill = Callable[[datetime], Awaitable[None]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", port=0, test_mode=True)


@pytest.fixture
def fill(settings: Settings) -> Fill:
    """Makes a data directory in which one session was erased at a moment, and one with an image lives."""

    async def filled(now: datetime) -> None:
        settings.data_dir.mkdir(mode=0o700, exist_ok=True)
        database = SqliteDatabase.open(settings.data_dir / "livegate.db")
        store, objects = SqliteSessionStore(database), FolderObjectStore(settings.data_dir / "objects")
        keys = opened_keys(settings.data_dir)
        archive = SessionArchive(store, objects, keys.vault)
        notes = ErasureNotes(keys.vault, version="0")
        erasure = Erasure(store, objects, ManualClock(now), epoch_keys=keys.epoch_keys, notes=notes, caches=())
        life = {"created_at": now, "expires_at": now + timedelta(hours=48)}
        kept, erased = (msgspec.structs.replace(new_session(session_id), **life) for session_id in ids(2))
        for session in (kept, erased):
            await archive.insert(session)
            await archive.replace(session, image=await archive.write_image(session, session.session_id, b"pixels"))
        await erasure.erase(key_of(erased))
        await store.close()

    return filled


@pytest.fixture
async def filled(fill: Fill, settings: Settings) -> Settings:
    """Settings over a data directory that is as it should be."""
    await fill(SystemClock().now())
    return settings


@pytest.fixture
def look(settings: Settings) -> Look:
    """Makes a check; what is fine has no remedy, and all else has one."""

    def looked(check: Check) -> Findings:
        findings = list(check(settings))
        assert all((finding.status is Status.OK) == (finding.remedy == "") for finding in findings)
        return [(finding.part, finding.status, finding.message) for finding in findings]

    return looked
