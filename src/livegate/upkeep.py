"""What looks after the sessions beside the calls, joined from what ``app`` has made.

May import the sessions, storage, operations and settings. Nothing is built on import.
"""

from collections.abc import Sequence

from livegate.operations.erasure_follower import ErasureFollower
from livegate.operations.leftovers import LeftoverSweep
from livegate.sessions.archive import image_prefix
from livegate.sessions.erasure_watch import ErasureWatch
from livegate.sessions.orphaned_images import OrphanedImages
from livegate.sessions.ports import Clock, KeyVault, ObjectStore, SessionCache, SessionStore
from livegate.settings import Settings
from livegate.storage.interrupted_writes import InterruptedWrites


def build_leftover_sweep(
    settings: Settings, store: SessionStore, objects: ObjectStore, vault: KeyVault, clock: Clock
) -> LeftoverSweep:
    """Return what removes the leftovers of crashes: images without a session, and temporary files."""
    # Objects in a bucket have no temporary files; the folder is then simply not there.
    folders = (settings.data_dir, settings.data_dir / "objects", settings.data_dir / "epoch-keys")
    return LeftoverSweep(
        (
            OrphanedImages(store, objects, clock, prefix=image_prefix(vault)),
            InterruptedWrites(folders, clock),
        )
    )


def build_erasure_follower(store: SessionStore, caches: Sequence[SessionCache]) -> ErasureFollower:
    """Return what lets this process forget what others erase."""
    return ErasureFollower(ErasureWatch(store, caches=caches))
