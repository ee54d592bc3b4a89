"""What a backup holds, what it is restored over, and what it can never bring back."""

import shutil
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from livegate.sessions.archive import SessionArchive
from livegate.sessions.erasure import Erasure
from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.ports import key_of
from livegate.storage.backup.data_place import DataPlace
from livegate.storage.backup.keys import back_up_keys, restore_keys
from livegate.storage.backup.manifest import MANIFEST, BackupError, Manifest
from livegate.storage.backup.restoring import restore_backup
from livegate.storage.backup.writing import write_backup
from livegate.storage.key_hierarchy import KeyHierarchy
from livegate.storage.object_folder import FolderObjectStore
from livegate.storage.sqlite.connection import UnusableDatabaseError
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.database_copy import copy_database
from livegate.storage.sqlite.session_store import SqliteSessionStore
from tests.support.keys import opened_keys
from tests.support.sessions import START, ManualClock, ids, new_session

PLACES = pytest.mark.parametrize("name", ["livegate.db", "objects", MANIFEST])


@dataclass
class Server:
    """What a server has open over a data directory."""

    store: SqliteSessionStore
    archive: SessionArchive
    erasure: Erasure
    keys: KeyHierarchy
    clock: ManualClock

    async def keep(self, session_id: str) -> None:
        session = new_session(session_id)
        await self.archive.insert(session)
        image = await self.archive.write_image(session, session_id, b"pixels of " + session_id.encode())
        await self.archive.replace(session, image=image)

    async def image(self, session_id: str) -> bytes | None:
        found = await self.archive.read_image("default", session_id)
        return None if found is None else found[1]


@asynccontextmanager
async def opened(place: DataPlace, clock: ManualClock) -> AsyncIterator[Server]:
    store = SqliteSessionStore(SqliteDatabase.open(place.database))
    keys = opened_keys(place.data_dir)
    archive = SessionArchive(store, place.objects, keys.vault)
    notes = ErasureNotes(keys.vault, version="0")
    erasure = Erasure(store, place.objects, clock, epoch_keys=keys.epoch_keys, notes=notes, caches=())
    yield Server(store, archive, erasure, keys, clock)
    await store.close()


def new_place(data_dir: Path) -> DataPlace:
    data_dir.mkdir(mode=0o700, exist_ok=True)
    return DataPlace(data_dir, FolderObjectStore(data_dir / "objects"))


@pytest.fixture
def place(tmp_path: Path) -> DataPlace:
    return new_place(tmp_path / "data")


async def back_up(place: DataPlace, folder: Path) -> Manifest:
    return await write_backup(place, folder, taken_at=START, version="0")


@pytest.fixture
async def backup(place: DataPlace, tmp_path: Path) -> Path:
    """A backup of two sessions, whose server has stopped."""
    async with opened(place, ManualClock()) as server:
        for session_id in ids(2):
            await server.keep(session_id)
        manifest = await back_up(place, tmp_path / "backup")
    assert (manifest.sessions, manifest.images) == (2, 2)
    return tmp_path / "backup"


def contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


async def test_what_was_backed_up_opens_again_with_the_keys(place: DataPlace, backup: Path) -> None:
    async with opened(place, ManualClock()) as server:
        await server.keep("made later")
    await restore_backup(backup, place, replace=True)
    async with opened(place, ManualClock()) as server:
        assert [await server.image(id_) for id_ in ids(2)] == [b"pixels of " + id_.encode() for id_ in ids(2)]
        assert await server.archive.read(key_of(new_session("made later"))) is None


async def test_a_backup_is_private_and_holds_no_key(place: DataPlace, backup: Path) -> None:
    keys = [content for name, content in contents(place.data_dir).items() if "key" in name]
    assert len(keys) == 3
    everything = b"".join(contents(backup).values())
    assert not any(key in everything for key in keys)
    files = [path for path in backup.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert backup.stat().st_mode & 0o777 == 0o700
    assert "livegate.db-wal" not in contents(backup)


async def test_a_copy_is_of_one_moment_and_keeps_no_writer_waiting(place: DataPlace, tmp_path: Path) -> None:
    async with opened(place, ManualClock()) as server:
        for session_id in ids(80):
            await server.archive.insert(new_session(session_id))
        is_copied = threading.Event()

        def copy() -> None:
            copied.append(copy_database(place.database, tmp_path / "copy.db"))
            is_copied.set()

        copied: list[object] = []
        thread = threading.Thread(target=copy)
        thread.start()
        written = 0
        while not is_copied.is_set():
            await server.archive.insert(new_session(f"later-{written}"))
            written += 1
        thread.join()
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        names = {name for (name,) in connection.execute("SELECT session_id FROM sessions")}
    later = {name for name in names if name.startswith("later-")}
    assert names - later == set(ids(80))
    # Of what was written meanwhile, one after the other, the copy has the first or none.
    assert later == {f"later-{number}" for number in range(len(later))}
    assert written > 0


async def test_an_image_that_was_erased_meanwhile_is_left_out(place: DataPlace, tmp_path: Path) -> None:
    async with opened(place, ManualClock()) as server:
        for session_id in ids(2):
            await server.keep(session_id)
        names = sorted(path.name for path in (place.data_dir / "objects").iterdir())
        await place.objects.remove(names[0].replace(".", "/"))
        assert (await back_up(place, tmp_path / "backup")).images == 1


class TestAnUnusableBackup:
    @PLACES
    async def test_that_lacks_something_is_refused(self, place: DataPlace, backup: Path, name: str) -> None:
        before = contents(place.data_dir)
        path = backup / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        with pytest.raises(BackupError, match=r"is missing|no whole backup"):
            await restore_backup(backup, place, replace=True)
        assert contents(place.data_dir) == before

    @PLACES
    async def test_that_was_changed_is_refused(self, place: DataPlace, backup: Path, name: str) -> None:
        before = contents(place.data_dir)
        path = next((backup / name).iterdir()) if (backup / name).is_dir() else backup / name
        path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
        with pytest.raises(BackupError, match=r"differs from what was written|cannot be read"):
            await restore_backup(backup, place, replace=True)
        assert contents(place.data_dir) == before

    @pytest.mark.parametrize(("field", "error"), [("format", BackupError), ("schemaVersion", UnusableDatabaseError)])
    async def test_of_a_newer_livegate_is_refused(
        self, place: DataPlace, backup: Path, field: str, error: type[Exception]
    ) -> None:
        manifest = msgspec.json.decode((backup / MANIFEST).read_bytes())
        (backup / MANIFEST).write_bytes(msgspec.json.encode(manifest | {field: 99}))
        with pytest.raises(error, match="99"):
            await restore_backup(backup, place, replace=True)

    async def test_with_a_file_too_many_is_refused(self, place: DataPlace, backup: Path) -> None:
        (backup / "erasures.log").write_bytes(b"added")
        with pytest.raises(BackupError, match=r"erasures\.log is not in the manifest"):
            await restore_backup(backup, place, replace=True)

    async def test_of_another_servers_erasures_is_refused(self, place: DataPlace, tmp_path: Path) -> None:
        async with opened(place, ManualClock()):
            place.erasure_log.write_bytes(b"theirs")
            await back_up(place, tmp_path / "theirs")
        place.erasure_log.write_bytes(b"ours")
        with pytest.raises(BackupError, match="another server"):
            await restore_backup(tmp_path / "theirs", place, replace=True)


class TestTheTargetOfARestore:
    async def test_keeps_its_database_unless_told_otherwise(self, place: DataPlace, backup: Path) -> None:
        before = contents(place.data_dir)
        with pytest.raises(BackupError, match="--replace"):
            await restore_backup(backup, place, replace=False)
        assert contents(place.data_dir) == before

    async def test_must_not_be_in_use(self, place: DataPlace, backup: Path) -> None:
        async with opened(place, ManualClock()) as server:
            with pytest.raises(UnusableDatabaseError, match="stop it first"):
                await restore_backup(backup, place, replace=True)
            await server.keep("still working")

    @pytest.mark.parametrize(("present", "backed_up", "kept"), [(b"ab", b"a", b"ab"), (b"a", b"ab", b"ab")])
    async def test_keeps_the_erasure_log_that_tells_of_more(
        self, place: DataPlace, tmp_path: Path, present: bytes, backed_up: bytes, kept: bytes
    ) -> None:
        async with opened(place, ManualClock()):
            place.erasure_log.write_bytes(backed_up)
            await back_up(place, tmp_path / "backup")
        place.erasure_log.write_bytes(present)
        await restore_backup(tmp_path / "backup", place, replace=True)
        assert place.erasure_log.read_bytes() == kept

    async def test_may_be_new_and_has_nothing_open_to_others(self, backup: Path, tmp_path: Path) -> None:
        elsewhere = new_place(tmp_path / "elsewhere")
        await restore_backup(backup, elsewhere, replace=False)
        files = [path for path in elsewhere.data_dir.rglob("*") if path.is_file()]
        assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


class TestKeys:
    async def test_open_the_backup_in_a_new_place(self, place: DataPlace, backup: Path, tmp_path: Path) -> None:
        (tmp_path / "keys").mkdir(mode=0o700)
        back_up_keys(place.data_dir, tmp_path / "keys", opened_keys(place.data_dir).files)
        elsewhere = new_place(tmp_path / "elsewhere")
        await restore_backup(backup, elsewhere, replace=False)
        assert len(restore_keys(tmp_path / "keys", elsewhere.data_dir, START)) == 3
        async with opened(elsewhere, ManualClock()) as server:
            assert await server.image(ids(1)[0]) is not None

    async def test_of_epochs_that_are_over_are_not_taken_back(
        self, place: DataPlace, backup: Path, tmp_path: Path
    ) -> None:
        """Whoever has the data directory and the backup, but no copy of the key, opens nothing of that epoch."""
        (tmp_path / "keys").mkdir(mode=0o700)
        back_up_keys(place.data_dir, tmp_path / "keys", opened_keys(place.data_dir).files)
        clock = ManualClock()
        async with opened(place, clock) as server:
            clock.advance(hours=49)
            assert await server.erasure.sweep() == 2
        await restore_backup(backup, place, replace=True)
        assert restore_keys(tmp_path / "keys", place.data_dir, clock.now()) == ()
        async with opened(place, clock) as server:
            for session_id in ids(2):
                assert await server.store.read(key_of(new_session(session_id))) is not None
                assert await server.archive.read(key_of(new_session(session_id))) is None

    async def test_that_are_there_stay(self, place: DataPlace, backup: Path, tmp_path: Path) -> None:
        theirs = tmp_path / "keys"
        theirs.mkdir(mode=0o700)
        opened_keys(theirs)
        ours = (place.data_dir / "master.key").read_bytes()
        assert restore_keys(theirs, place.data_dir, START) == ()
        assert (place.data_dir / "master.key").read_bytes() == ours

    def test_must_be_there(self, place: DataPlace, tmp_path: Path) -> None:
        with pytest.raises(BackupError, match="no keys"):
            restore_keys(tmp_path, place.data_dir, START)


async def test_nothing_is_written_over_what_is_there(place: DataPlace, backup: Path) -> None:
    with pytest.raises(BackupError, match="not empty"):
        await back_up(place, backup)


async def test_a_database_of_something_else_is_not_backed_up(place: DataPlace, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="nothing to back up"):
        await back_up(place, tmp_path / "first")
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("CREATE TABLE other (x)")
    with pytest.raises(UnusableDatabaseError, match="no database of livegate"):
        await back_up(place, tmp_path / "second")
