"""The sealed images: can they be reached and written, and does each belong to a session."""

import asyncio
import secrets
from collections.abc import Iterator
from typing import Final

from livegate.doctor.findings import Finding, broken, doubtful, fine
from livegate.opened_keys import open_master_keys
from livegate.opened_stores import open_objects
from livegate.operations.system import RandomIdentifiers, SystemClock
from livegate.sessions.archive import image_prefix
from livegate.sessions.orphaned_images import ORPHAN_AGE
from livegate.sessions.ports import ObjectStore
from livegate.settings import Settings
from livegate.storage.backup.manifest import DATABASE
from livegate.storage.epoch_keys import EpochKeys
from livegate.storage.sqlite.condition import kept_object_names
from livegate.storage.vault import AesGcmVault
from livegate.storage.wrapped_key_files import HASH_KEY, WrappedKeyFiles

_CONTENT: Final = b"doctor"


def check_images(settings: Settings) -> Iterator[Finding]:
    """Write, read and remove an object; then compare all objects with the sessions."""
    if settings.objects_url is None and not settings.data_dir.exists():
        yield fine("images", "their folder will be made at the first start")
        return
    objects = open_objects(settings)
    place = settings.objects_url or f"{settings.data_dir / 'objects'}"
    if asyncio.run(_keeps_what_it_is_given(objects)):
        yield fine("images", f"{place} can be written, read and removed from")
    else:
        yield broken("images", f"{place} does not return what was written", "Look at the store's own log.")
    prefix = _image_prefix(settings)
    if prefix is not None and (settings.data_dir / DATABASE).exists():
        yield _belonging(settings, objects, prefix)


async def _keeps_what_it_is_given(objects: ObjectStore) -> bool:
    name = f"doctor/{RandomIdentifiers().session_id()}"
    await objects.write(name, _CONTENT)
    try:
        return await objects.read(name) == _CONTENT
    finally:
        await objects.remove(name)


def _image_prefix(settings: Settings) -> str | None:
    """Return how the names of this server's images begin; it follows from the hash key. None: there is none yet."""
    master_keys = open_master_keys(settings)
    files = WrappedKeyFiles(settings.data_dir, master_keys, random_bytes=secrets.token_bytes)
    hash_key = files.read(HASH_KEY) if files.identity(HASH_KEY) else None
    if hash_key is None:
        return None
    epoch_keys = EpochKeys(files, random_bytes=secrets.token_bytes)
    return image_prefix(AesGcmVault(epoch_keys, master_keys, hash_key=hash_key, random_bytes=secrets.token_bytes))


def _belonging(settings: Settings, objects: ObjectStore, prefix: str) -> Finding:
    # First the objects: an image is written before its row, and one that is made meanwhile is not taken for an orphan.
    names = asyncio.run(_old_names(objects, prefix))
    orphans = names - kept_object_names(settings.data_dir / DATABASE)
    if orphans:
        remedy = "They go with the sweeps of a running server; look again in an hour."
        return doubtful("orphans", f"{len(orphans)} images belong to no session", remedy)
    return fine("orphans", "every image belongs to a session")


async def _old_names(objects: ObjectStore, prefix: str) -> frozenset[str]:
    before = SystemClock().now() - ORPHAN_AGE
    return frozenset([name async for names in objects.written_before(before, prefix=prefix) for name in names])
