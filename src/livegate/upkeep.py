"""What looks after the kept sessions beside the calls.

May import the rooms below ``app`` and the kept sessions. Nothing is built on import.
"""

from functools import partial

from livegate.kept_sessions import KeptSessions
from livegate.opened_keys import retire_signing_keys
from livegate.operations.background import Background
from livegate.operations.erasure_follower import ErasureFollower
from livegate.operations.expiry import ExpirySweep
from livegate.operations.leftovers import LeftoverSweep
from livegate.sessions.archive import image_prefix
from livegate.sessions.erasure_watch import ErasureWatch
from livegate.sessions.orphaned_images import OrphanedImages
from livegate.sessions.ports import Clock
from livegate.settings import Settings
from livegate.storage.interrupted_writes import InterruptedWrites


def build_upkeep(settings: Settings, kept: KeptSessions, clock: Clock) -> tuple[Background, ...]:
    """Return what erases expired sessions, removes the leftovers of crashes, and forgets what other processes erase."""
    retire_keys = partial(retire_signing_keys, kept.signing_keys, clock)
    return (
        ExpirySweep(kept.erasure, kept.register, retire_keys=retire_keys, interval=settings.sweep_interval),
        _leftover_sweep(settings, kept, clock),
        ErasureFollower(ErasureWatch(kept.stores.sessions, caches=kept.caches)),
    )


def _leftover_sweep(settings: Settings, kept: KeptSessions, clock: Clock) -> LeftoverSweep:
    # Objects in a bucket have no temporary files; the folder is then simply not there.
    folders = (settings.data_dir, settings.data_dir / "objects", settings.data_dir / "epoch-keys")
    orphans = OrphanedImages(kept.stores.sessions, kept.stores.objects, clock, prefix=image_prefix(kept.vault))
    return LeftoverSweep((orphans, InterruptedWrites(folders, clock)))
