"""What a copy taken while sessions lived can still show once their epochs are over, even with the master key."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from livegate.sessions.archive import SessionArchive, key_context
from livegate.sessions.erasure import Erasure
from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.ports import KeyDestroyedError, key_of
from livegate.storage.object_folder import FolderObjectStore
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore
from tests.support.keys import opened_keys
from tests.support.sessions import START, ManualClock, ids, new_session

# Of three sessions one ends an hour after the others.
LIVES = (timedelta(hours=47), timedelta(hours=47, minutes=30), timedelta(hours=48))


async def test_a_copy_of_database_and_objects_opens_nothing_once_the_epoch_is_over(tmp_path: Path) -> None:
    data_dir, copy = tmp_path / "data", tmp_path / "copy"
    clock, keys = ManualClock(), opened_keys(data_dir)
    database = SqliteDatabase.open(data_dir / "livegate.db")
    store, objects = SqliteSessionStore(database), FolderObjectStore(data_dir / "objects")
    archive = SessionArchive(store, objects, keys.vault)
    notes = ErasureNotes(keys.vault, version="0.0.1")
    erasure = Erasure(store, objects, clock, epoch_keys=keys.epoch_keys, notes=notes, caches=(archive,))
    sessions = []
    for session_id, life in zip(ids(3), LIVES, strict=True):
        session = await archive.insert(replace(new_session(session_id), expires_at=START + life))
        image = await archive.write_image(session, f"image-{session_id}", b"pixels")
        replaced = await archive.replace(session, image=image)
        assert replaced is not None
        sessions.append(replaced)
    copy.mkdir()
    with (
        closing(sqlite3.connect(data_dir / "livegate.db")) as source,
        closing(sqlite3.connect(copy / "livegate.db")) as target,
    ):
        source.backup(target)
    shutil.copytree(data_dir / "objects", copy / "objects")
    clock.advance(hours=47, minutes=56)
    await erasure.sweep()
    await database.close()

    restored = SqliteDatabase.open(copy / "livegate.db")
    # The thief has the data directory too, as it is now: master key, hash key, and the epochs' keys that are left.
    thief = SessionArchive(
        SqliteSessionStore(restored), FolderObjectStore(copy / "objects"), opened_keys(data_dir).vault
    )
    for session in sessions[:2]:
        assert await thief.read(key_of(session)) is None
        assert await thief.read_image("default", f"image-{session.session_id}") is None
        assert await thief.write_image(session, "another image", b"pixels") is None
        assert await thief.replace(session) is None
        row = await SqliteSessionStore(restored).read(key_of(session))
        assert row is not None
        with pytest.raises(KeyDestroyedError):
            opened_keys(data_dir).vault.unwrap(row.wrapped_key, context=key_context(session.session_id))
    assert await thief.read(key_of(sessions[2])) == sessions[2]
    await restored.close()
