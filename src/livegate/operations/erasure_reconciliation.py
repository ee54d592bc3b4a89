"""At start: the database against the log of all erasures, before anything is served."""

import structlog

from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.erasure_register import TombstoneStore


async def reconcile_erasures(tombstones: TombstoneStore, notes: ErasureNotes) -> None:
    """Erase again what came back with an older database, and say so in the log.

    Raises ``ErasureChainError``, ``StoreUnavailableError``.
    """
    found = await tombstones.reconcile(notes.session_hash)
    if found.recovered:
        structlog.get_logger().warning(
            "older database beside a newer erasure log", recovered=found.recovered, erased_again=found.erased_again
        )
