"""The sealed images: can they be reached and written, and does each belong to a session."""

import asyncio
from collections.abc import Iterator
from typing import Final

from livegate.app import open_objects
from livegate.doctor.findings import Finding, broken, doubtful, fine
from livegate.operations.system import RandomIdentifiers, SystemClock
from livegate.sessions.orphaned_images import ORPHAN_AGE
from livegate.sessions.ports import ObjectStore
from livegate.settings import Settings
from livegate.storage.backup.manifest import DATABASE
from livegate.storage.sqlite.condition import kept_object_names

_PREFIX: Final = "images/"
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
    if (settings.data_dir / DATABASE).exists():
        yield _belonging(settings, objects)


async def _keeps_what_it_is_given(objects: ObjectStore) -> bool:
    name = f"doctor/{RandomIdentifiers().session_id()}"
    await objects.write(name, _CONTENT)
    try:
        return await objects.read(name) == _CONTENT
    finally:
        await objects.remove(name)


def _belonging(settings: Settings, objects: ObjectStore) -> Finding:
    # First the objects: an image is written before its row, and one that is made meanwhile is not taken for an orphan.
    names = asyncio.run(_old_names(objects))
    orphans = names - kept_object_names(settings.data_dir / DATABASE)
    if orphans:
        remedy = "They go with the sweeps of a running server; look again in an hour."
        return doubtful("orphans", f"{len(orphans)} images belong to no session", remedy)
    return fine("orphans", "every image belongs to a session")


async def _old_names(objects: ObjectStore) -> frozenset[str]:
    before = SystemClock().now() - ORPHAN_AGE
    return frozenset([name async for names in objects.written_before(before, prefix=_PREFIX) for name in names])
