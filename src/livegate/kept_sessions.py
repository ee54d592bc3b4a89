"""The sessions as they are kept and erased, joined over opened stores and keys; in test mode, their scripted kind.

May import the rooms below ``app`` and what opens stores and keys. Nothing is built on import.
"""

import asyncio
from dataclasses import dataclass

import livegate
from livegate.access.erasure_receipts import ErasureReceipts
from livegate.access.signing_key_file import SigningKeyFile
from livegate.http.rendering.listing import ListedSession, prepare_item
from livegate.opened_keys import open_keys_at_rest, open_signing_keys
from livegate.opened_stores import Stores
from livegate.operations.erasure_reconciliation import reconcile_erasures
from livegate.sessions.archive import SessionArchive
from livegate.sessions.erasure import Erasure
from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.erasure_register import ErasureRegister
from livegate.sessions.listing import SessionListing
from livegate.sessions.ports import Clock, KeyVault, SessionCache
from livegate.sessions.running_captures import RunningCaptures
from livegate.sessions.scripted.archive import ScriptedArchive
from livegate.sessions.scripted.scenarios import Scenarios
from livegate.settings import Settings


@dataclass(frozen=True, slots=True)
class KeptSessions:
    """What finds, shows and erases sessions, and the keys that seal them and sign for them.

    ``caches`` are what this process has of them in memory.
    """

    stores: Stores
    vault: KeyVault
    signing_keys: SigningKeyFile
    archive: SessionArchive
    listing: SessionListing[ListedSession]
    captures: RunningCaptures
    erasure: Erasure
    receipts: ErasureReceipts
    register: ErasureRegister
    caches: tuple[SessionCache, ...]


async def open_kept_sessions(
    settings: Settings, stores: Stores, clock: Clock, scenarios: Scenarios | None
) -> KeptSessions:
    """Open the keys, and erase again what came back with an older database.

    Raises as ``open_keys_at_rest``, ``open_signing_keys`` and ``reconcile_erasures``.
    """
    keys = open_keys_at_rest(settings)
    notes = ErasureNotes(keys.vault, version=livegate.__version__)
    await reconcile_erasures(stores.tombstones, notes)
    archive = _archive(stores, keys.vault, scenarios)
    listing = SessionListing(archive, clock, render=prepare_item)
    captures = RunningCaptures(most=settings.stream_captures)
    caches = (archive, listing, captures)
    erasure = Erasure(stores.sessions, stores.objects, clock, epoch_keys=keys.epoch_keys, notes=notes, caches=caches)
    signing_keys = open_signing_keys(settings.data_dir)
    receipts = ErasureReceipts(signing_keys)
    return KeptSessions(
        stores=stores,
        vault=keys.vault,
        signing_keys=signing_keys,
        archive=archive,
        listing=listing,
        captures=captures,
        erasure=erasure,
        receipts=receipts,
        register=ErasureRegister(stores.tombstones, receipts, clock),
        caches=caches,
    )


def _archive(stores: Stores, vault: KeyVault, scenarios: Scenarios | None) -> SessionArchive:
    if scenarios is None:
        return SessionArchive(stores.sessions, stores.objects, vault)
    return ScriptedArchive(stores.sessions, stores.objects, vault, scenarios=scenarios, sleep=asyncio.sleep)
