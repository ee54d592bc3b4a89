"""The use cases over real storage and real models; only time stands still."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from livegate.access.erasure_receipts import ErasureReceipts
from livegate.access.session_tokens import SessionTokens
from livegate.access.signing_key_file import SigningKeyFile
from livegate.liveness.operating_points import BALANCED
from livegate.opened_keys import open_signing_keys
from livegate.operations.system import RandomChallenges, RandomIdentifiers
from livegate.sessions.abuse_monitor import AbuseMonitor
from livegate.sessions.archive import SessionArchive
from livegate.sessions.capture import SessionCapture
from livegate.sessions.correlation_ids import OrdinaryCorrelationIds
from livegate.sessions.erasure import Erasure
from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.erasure_register import ErasureRegister
from livegate.sessions.examination import Examiner
from livegate.sessions.finding import UploadExaminer
from livegate.sessions.judgement import Judge
from livegate.sessions.listing import SessionListing
from livegate.sessions.references import ReferenceReader
from livegate.sessions.reuse_monitor import ReuseMonitor
from livegate.sessions.service import SessionService
from livegate.sessions.session import Session
from livegate.storage.epoch_keys import EpochKeys
from livegate.storage.object_folder import FolderObjectStore
from livegate.storage.process_locks import ProcessLocks
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore
from livegate.storage.sqlite.settings_store import SqliteSettingsStore
from livegate.storage.sqlite.sighting_store import SqliteSightingStore
from livegate.storage.sqlite.tombstone_store import SqliteTombstoneStore
from livegate.storage.sqlite.trace_store import SqliteTraceStore
from livegate.storage.vault import AesGcmVault
from livegate.vision.observer import VisionObserver
from tests.support.keys import opened_keys
from tests.support.sessions import ManualClock


@dataclass(frozen=True)
class House:
    """All parts that sessions live in."""

    directory: Path
    clock: ManualClock
    store: SqliteSessionStore
    settings: SqliteSettingsStore
    traces: SqliteTraceStore
    vault: AesGcmVault
    epoch_keys: EpochKeys
    objects: FolderObjectStore
    archive: SessionArchive
    notes: ErasureNotes
    tombstones: SqliteTombstoneStore
    register: ErasureRegister
    database: SqliteDatabase
    signing_keys: SigningKeyFile
    erasure: Erasure
    sessions: SessionService
    listing: SessionListing[Session]
    abuse: AbuseMonitor
    judge: Judge
    examiner: Examiner
    capture: SessionCapture
    processes: ProcessLocks

    def capture_by(self, examiner: UploadExaminer, processes: ProcessLocks | None = None) -> SessionCapture:
        """What devices do, with another examiner, or in another process."""
        return SessionCapture(
            archive=self.archive,
            examiner=examiner,
            clock=self.clock,
            identifiers=RandomIdentifiers(),
            processes=processes or self.processes,
            challenges=RandomChallenges(secrets.SystemRandom()),
            correlation_ids=OrdinaryCorrelationIds(),
            abuse=self.abuse,
        )


@pytest.fixture
async def house(tmp_path: Path, observer: VisionObserver) -> AsyncIterator[House]:
    clock, identifiers = ManualClock(), RandomIdentifiers()
    database = SqliteDatabase.open(tmp_path / "livegate.db")
    store, settings = SqliteSessionStore(database), SqliteSettingsStore(database)
    objects = FolderObjectStore(tmp_path / "objects")
    keys_at_rest = opened_keys(tmp_path)
    vault = keys_at_rest.vault
    archive = SessionArchive(store, objects, vault)
    abuse = AbuseMonitor(sightings=SqliteSightingStore(database), settings=settings, vault=vault)
    listing = SessionListing(archive, clock, render=lambda session: session)
    notes, tombstones = ErasureNotes(vault, version="0.0.1"), SqliteTombstoneStore(database)
    erasure = Erasure(store, objects, clock, epoch_keys=keys_at_rest.epoch_keys, notes=notes, caches=(archive, listing))
    references = ReferenceReader(observer)
    keys = open_signing_keys(tmp_path)
    sessions = SessionService(
        archive=archive,
        erasure=erasure,
        references=references,
        tokens=SessionTokens(keys, token_id=identifiers.request_id),
        clock=clock,
        identifiers=identifiers,
        correlation_ids=OrdinaryCorrelationIds(),
        abuse=abuse,
    )
    # These tests show the same clip again and again: what is remembered of it has tests of its own.
    traces = SqliteTraceStore(database)
    forgetful = ReuseMonitor(traces=traces, vault=vault, clock=clock, lifetime=timedelta())
    judge = Judge(lambda _: BALANCED, forgetful)
    examiner = Examiner(observer, references, judge)
    processes = ProcessLocks(tmp_path / "processes", "this one")
    capture = SessionCapture(
        archive=archive,
        examiner=examiner,
        clock=clock,
        identifiers=identifiers,
        processes=processes,
        challenges=RandomChallenges(secrets.SystemRandom()),
        correlation_ids=OrdinaryCorrelationIds(),
        abuse=abuse,
    )
    yield House(
        directory=tmp_path,
        clock=clock,
        store=store,
        settings=settings,
        traces=traces,
        vault=vault,
        epoch_keys=keys_at_rest.epoch_keys,
        objects=objects,
        archive=archive,
        notes=notes,
        tombstones=tombstones,
        register=ErasureRegister(tombstones, ErasureReceipts(keys), clock),
        database=database,
        signing_keys=keys,
        erasure=erasure,
        sessions=sessions,
        listing=listing,
        abuse=abuse,
        judge=judge,
        examiner=examiner,
        capture=capture,
        processes=processes,
    )
    processes.close()
    await database.close()
