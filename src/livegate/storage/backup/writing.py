"""Takes a backup while servers run."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from livegate.storage.backup.data_place import DataPlace
from livegate.storage.backup.manifest import (
    DATABASE,
    OBJECTS,
    BackupError,
    Manifest,
    describe_files,
    write_manifest,
)
from livegate.storage.durable_file import create_file, sync_directory
from livegate.storage.object_folder import FolderObjectStore
from livegate.storage.sqlite.database import ERASURE_LOG
from livegate.storage.sqlite.database_copy import copy_database


async def write_backup(place: DataPlace, folder: Path, *, taken_at: datetime, version: str) -> Manifest:
    """Back up into the new or empty ``folder``, without any key, and return the manifest.

    First the database, as of one moment; then its images, but for those of sessions that were erased meanwhile; then
    the erasure log, so that it tells of these. Interrupted, it leaves a folder without a manifest. Raises
    ``BackupError``, ``OSError``, ``StoreUnavailableError`` and ``UnusableDatabaseError``.
    """
    if not place.database.exists():
        raise BackupError(f"There is nothing to back up: {place.database} does not exist.")
    make_empty_folder(folder)
    copied = await asyncio.to_thread(copy_database, place.database, folder / DATABASE)
    images = await _copy_images(place, folder, copied.object_names)
    if place.erasure_log.exists():
        create_file(folder / ERASURE_LOG, place.erasure_log.read_bytes())
    manifest = Manifest(
        taken_at=taken_at,
        version=version,
        schema_version=copied.schema_version,
        sessions=copied.sessions,
        images=images,
        files=await asyncio.to_thread(describe_files, folder),
    )
    write_manifest(folder, manifest)
    sync_directory(folder.parent)
    return manifest


def make_empty_folder(folder: Path) -> None:
    """Make a folder with mode 0700, or take an empty one. Raises ``BackupError`` where something is in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty: name a new folder.")
    folder.chmod(0o700)


async def _copy_images(place: DataPlace, folder: Path, names: Sequence[str]) -> int:
    target = FolderObjectStore(folder / OBJECTS)
    count = 0
    for name in names:
        content = await place.objects.read(name)
        if content is not None:
            await target.write(name, content)
            count += 1
    return count
