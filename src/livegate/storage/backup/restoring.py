"""Puts a backup back into a data directory, and takes back no erasure that is known of."""

import os
import shutil
from pathlib import Path

from livegate.storage.backup.data_place import DataPlace
from livegate.storage.backup.manifest import DATABASE, OBJECTS, BackupError, Manifest, read_manifest
from livegate.storage.durable_file import replace_file, sync_directory
from livegate.storage.sqlite.connection import UnusableDatabaseError
from livegate.storage.sqlite.database import ERASURE_LOG
from livegate.storage.sqlite.database_copy import alone_with
from livegate.storage.sqlite.migrations import load_migrations


async def restore_backup(folder: Path, place: DataPlace, *, replace: bool) -> Manifest:
    """Put the backup in ``folder`` into its place, and return its manifest.

    A database that is there goes if ``replace`` allows. Nothing is changed before every file of the backup has been
    compared with the manifest. The erasure log that is there stays where it tells of more than the backup's; at the
    next start, the sessions that it names are erased again before anything is served. No key is touched.
    Interrupted, it can be done again. Raises ``BackupError``, ``OSError``, ``StoreUnavailableError``, and
    ``UnusableDatabaseError`` while a server runs over the data directory.
    """
    manifest = read_manifest(folder)
    known = load_migrations()[-1].version
    if manifest.schema_version > known:
        raise UnusableDatabaseError(
            f"The backup has schema version {manifest.schema_version}, and this livegate knows {known}: restore it "
            "with the newer version."
        )
    if place.database.exists() and not replace:
        raise BackupError(f"{place.database} exists: restoring would replace it. Say --replace if it is to go.")
    erasure_log = _longer_log(folder / ERASURE_LOG, place.erasure_log)
    with alone_with(place.database):
        await _restore_images(manifest, folder, place)
        place.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if erasure_log is not None:
            replace_file(place.erasure_log, erasure_log)
        _restore_database(folder / DATABASE, place.database)
    return manifest


def _longer_log(backed_up: Path, present: Path) -> bytes | None:
    """Return the backup's erasure log where it is to replace the present one: where it goes on beyond it."""
    old = present.read_bytes() if present.exists() else b""
    new = backed_up.read_bytes() if backed_up.exists() else b""
    if old.startswith(new):
        return None
    if not new.startswith(old):
        raise BackupError(
            f"{present} and the backup tell of different erasures: the backup is another server's. Restore it into a "
            "data directory of its own."
        )
    return new


async def _restore_images(manifest: Manifest, folder: Path, place: DataPlace) -> None:
    for file in manifest.files:
        parts = Path(file.path).parts
        if parts[0] == OBJECTS:
            # The folder of objects writes a slash as a full stop, and names have none of these.
            name = parts[-1].replace(".", "/")
            await place.objects.write(name, (folder / file.path).read_bytes())


def _restore_database(source: Path, target: Path) -> None:
    temporary = target.with_name(f".{target.name}.restored")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with source.open("rb") as content:
            shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())
    # The log of the former database must never be applied to this one.
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    sync_directory(target.parent)
    temporary.replace(target)
    sync_directory(target.parent)
