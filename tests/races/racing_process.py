"""A server process as far as sessions go: its own connections, caches and captures over a shared directory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import SystemRandom

from livegate.access.session_tokens import SessionTokens
from livegate.liveness.guidance import Guidance
from livegate.opened_keys import open_signing_keys
from livegate.operations.system import RandomChallenges, RandomIdentifiers
from livegate.sessions.abuse_monitor import AbuseMonitor
from livegate.sessions.archive import SessionArchive
from livegate.sessions.capture import SessionCapture
from livegate.sessions.capture_streams import CaptureStreams
from livegate.sessions.capture_traces import CaptureTrace
from livegate.sessions.correlation_ids import OrdinaryCorrelationIds
from livegate.sessions.erasure import Erasure
from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.erasure_watch import ErasureWatch
from livegate.sessions.finding import Finding
from livegate.sessions.listing import SessionListing
from livegate.sessions.live_finding import Look, StreamedCapture
from livegate.sessions.ports import SessionCache
from livegate.sessions.running_captures import RunningCaptures
from livegate.sessions.scripted.stand_ins import StandInReferences
from livegate.sessions.service import SessionService
from livegate.sessions.session import Session
from livegate.sessions.stream_limits import StreamLimits
from livegate.sessions.upload import Upload
from livegate.storage.object_folder import FolderObjectStore
from livegate.storage.process_locks import ProcessLocks
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore
from livegate.storage.sqlite.settings_store import SqliteSettingsStore
from livegate.storage.sqlite.sighting_store import SqliteSightingStore
from tests.races.scheduler import Scheduler, stepped
from tests.support.keys import opened_keys
from tests.support.sessions import ManualClock, judged

STORE_STEPS = (
    "insert",
    "replace",
    "erase",
    "expired",
    "forget_create_calls",
    "forget_sightings",
    "forget_traces",
    "pending_removals",
    "confirm_removal",
    "missing",
    "unknown_objects",
)
"""The transactions that a caller waits for; the store finds single rows at once (decision 0013)."""


class SteppingExaminer:
    """Takes its time, and finds a living person in anything; for uploads, and frame by frame."""

    def __init__(self, scheduler: Scheduler, clock: ManualClock) -> None:
        self._scheduler = scheduler
        self._clock = clock

    async def examine(self, session: Session, upload: Upload) -> Finding:
        return await self._find()

    async def open(self, session: Session, verify_image: bytes | None) -> "SteppingExaminer":
        async with self._scheduler.step():
            return self

    async def look_at(self, picture: bytes, captured_at: float) -> Look:
        async with self._scheduler.step():
            return Look(Guidance.GOOD, 0.5, None, is_enough=False)

    async def conclude(self, capture: StreamedCapture) -> Finding:
        return await self._find()

    async def _find(self) -> Finding:
        async with self._scheduler.step():
            trace = CaptureTrace((bytes(16),), self._clock.now())
            return Finding(judged(), None, image=b"pixels", trace=trace)


@dataclass(frozen=True)
class RacingProcess:
    """What a caller of this process meets."""

    sessions: SessionService
    listing: SessionListing[str]
    capture: SessionCapture
    streams: CaptureStreams
    erasure: Erasure
    watch: ErasureWatch
    caches: tuple[SessionCache, ...]
    notes: ErasureNotes


@asynccontextmanager
async def racing_process(
    directory: Path, name: str, clock: ManualClock, scheduler: Scheduler
) -> AsyncIterator[RacingProcess]:
    """Open a process over ``directory``."""
    identifiers = RandomIdentifiers()
    database = SqliteDatabase.open(directory / "livegate.db")
    store = stepped(SqliteSessionStore(database), scheduler, *STORE_STEPS)
    objects = stepped(FolderObjectStore(directory / "objects"), scheduler, "write", "read", "remove")
    keys_at_rest = opened_keys(directory)
    vault = keys_at_rest.vault
    archive = SessionArchive(store, objects, vault)
    listing = SessionListing(archive, clock, render=lambda session: session.session_id)
    captures = RunningCaptures(most=100)
    caches: tuple[SessionCache, ...] = (archive, listing, captures)
    notes = ErasureNotes(vault, version="0.0.1")
    erasure = Erasure(store, objects, clock, epoch_keys=keys_at_rest.epoch_keys, notes=notes, caches=caches)
    keys = open_signing_keys(directory)
    abuse = AbuseMonitor(sightings=SqliteSightingStore(database), settings=SqliteSettingsStore(database), vault=vault)
    examiner = SteppingExaminer(scheduler, clock)
    locks = ProcessLocks(directory / "processes", name)
    capture = SessionCapture(
        archive=archive,
        examiner=examiner,
        clock=clock,
        identifiers=identifiers,
        processes=locks,
        challenges=RandomChallenges(SystemRandom()),
        correlation_ids=OrdinaryCorrelationIds(),
        abuse=abuse,
    )
    sessions = SessionService(
        archive=archive,
        erasure=erasure,
        references=StandInReferences(),
        tokens=SessionTokens(keys, token_id=identifiers.request_id),
        clock=clock,
        identifiers=identifiers,
        correlation_ids=OrdinaryCorrelationIds(),
        abuse=abuse,
    )
    streams = CaptureStreams(capture, examiner, captures, clock, identifiers, StreamLimits(resume_seconds=0))
    watch = ErasureWatch(store, caches=caches)
    yield RacingProcess(sessions, listing, capture, streams, erasure, watch, caches, notes)
    locks.close()
    await database.close()
