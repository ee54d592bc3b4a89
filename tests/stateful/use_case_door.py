"""The use cases over a real database, real keys and real objects, without HTTP."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from livegate.access.session_tokens import SessionTokens, TokenRefusedError
from livegate.contract.client_errors import ClientError
from livegate.http.scripted_refusals import SCRIPTED_REFUSALS
from livegate.opened_keys import open_signing_keys
from livegate.operations.system import RandomChallenges, RandomIdentifiers
from livegate.sessions.abuse_monitor import AbuseMonitor
from livegate.sessions.archive import SessionArchive
from livegate.sessions.capture import SessionCapture
from livegate.sessions.erasure import Erasure
from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.errors import AttemptsExhaustedError, ImageNotFoundError, SessionNotFoundError
from livegate.sessions.finding import UploadExaminer
from livegate.sessions.listing import SessionListing
from livegate.sessions.ports import SessionKey
from livegate.sessions.scripted.examiner import ScriptedExaminer
from livegate.sessions.scripted.scenarios import Scenarios, scenario_forms
from livegate.sessions.scripted.stand_ins import StandInReferences
from livegate.sessions.service import SessionService
from livegate.sessions.session import Judged, OperationMode, Session, SessionKind, SessionRequest
from livegate.sessions.states import attempt_state
from livegate.sessions.upload import Upload
from livegate.storage.object_folder import FolderObjectStore
from livegate.storage.process_locks import ProcessLocks
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore
from livegate.storage.sqlite.settings_store import SqliteSettingsStore
from livegate.storage.sqlite.sighting_store import SqliteSightingStore
from tests.stateful.door import MAGIC_ID, UPLOAD, VERIFY_IMAGE, Order, Refusal, RefusedError, View
from tests.support.keys import opened_keys
from tests.support.sessions import ManualClock, exchange


class UseCaseDoor:
    """Implements ``Door``."""

    def __init__(self, directory: Path, clock: ManualClock) -> None:
        self._directory = directory
        self._clock = clock

    async def open(self) -> None:
        directory, identifiers = self._directory, RandomIdentifiers()
        self._database = SqliteDatabase.open(directory / "livegate.db")
        store = SqliteSessionStore(self._database)
        objects = FolderObjectStore(directory / "objects")
        keys_at_rest = opened_keys(directory)
        vault = keys_at_rest.vault
        keys = open_signing_keys(directory)
        archive = SessionArchive(store, objects, vault)
        scenarios = Scenarios(scenario_forms(ClientError, SCRIPTED_REFUSALS))
        abuse = AbuseMonitor(
            sightings=SqliteSightingStore(self._database), settings=SqliteSettingsStore(self._database), vault=vault
        )
        self._tokens = SessionTokens(keys, token_id=identifiers.request_id)
        self._listing = SessionListing(archive, self._clock, render=lambda session: session.session_id)
        self._erasure = Erasure(
            store,
            objects,
            self._clock,
            epoch_keys=keys_at_rest.epoch_keys,
            notes=ErasureNotes(vault, version="0.0.1"),
            caches=(archive, self._listing),
        )
        self._sessions = SessionService(
            archive=archive,
            erasure=self._erasure,
            references=StandInReferences(),
            tokens=self._tokens,
            clock=self._clock,
            identifiers=identifiers,
            correlation_ids=scenarios,
            abuse=abuse,
        )
        self._processes = ProcessLocks(directory / "processes", "this one")
        self._capture = SessionCapture(
            archive=archive,
            examiner=ScriptedExaminer(scenarios, _no_real_examiner),
            clock=self._clock,
            identifiers=identifiers,
            processes=self._processes,
            challenges=RandomChallenges(secrets.SystemRandom()),
            correlation_ids=scenarios,
            abuse=abuse,
        )

    async def close(self) -> None:
        self._processes.close()
        await self._database.close()

    async def create(self, order: Order, call_id: str | None) -> View:
        request = SessionRequest(
            kind=order.kind,
            operation_mode=OperationMode.PASSIVE,
            token_lifetime=order.token_lifetime,
            attempts_allowed=order.attempts_allowed,
            device_correlation_id=MAGIC_ID,
            session_image_enabled=True,
        )
        image = VERIFY_IMAGE if order.kind is SessionKind.LIVENESS_WITH_VERIFY else None
        return self._view(
            await self._sessions.create(
                order.resource, request, issuer="http://gate", verify_image=image, client_request_id=call_id
            )
        )

    async def read(self, key: SessionKey) -> View:
        with _refusals(SessionNotFoundError, Refusal.UNKNOWN):
            return self._view(await self._sessions.read(key))

    async def list_sessions(self, resource: str, kind: SessionKind, after: str, limit: int) -> list[str]:
        return await self._listing.page(resource, kind, after=after, limit=limit)

    async def count_audit_entries(self, key: SessionKey) -> int:
        with _refusals(SessionNotFoundError, Refusal.UNKNOWN):
            session = await self._sessions.read(key)
        return sum(attempt.exchange is not None for attempt in session.attempts)

    async def read_image(self, resource: str, image_id: str) -> bytes:
        with _refusals(ImageNotFoundError, Refusal.UNKNOWN):
            return await self._sessions.read_image(resource, image_id)

    async def delete(self, key: SessionKey) -> None:
        with _refusals(SessionNotFoundError, Refusal.UNKNOWN):
            await self._sessions.delete(key)

    async def start(self, token: str) -> None:
        with self._device(token) as key:
            await self._capture.start(key)

    async def judge(self, token: str, kind: SessionKind) -> None:
        with self._device(token) as key:
            assert key.kind is kind
            await self._capture.judge(key, Upload([UPLOAD]), exchange(self._clock.now()))

    async def cancel(self, token: str) -> None:
        with self._device(token) as key:
            await self._capture.end(key, code="UserCanceledSession", message="")

    async def sweep(self) -> None:
        await self._erasure.sweep()

    @contextmanager
    def _device(self, token: str) -> Iterator[SessionKey]:
        with (
            _refusals(TokenRefusedError, Refusal.TOKEN),
            _refusals(SessionNotFoundError, Refusal.TOKEN),
            _refusals(AttemptsExhaustedError, Refusal.EXHAUSTED),
        ):
            claims = self._tokens.verify(token, self._clock.now())
            yield SessionKey(claims.resource, SessionKind(claims.kind), claims.session_id)

    def _view(self, session: Session) -> View:
        outcomes = [attempt.outcome for attempt in session.attempts]
        return View(
            session.session_id,
            session.auth_token,
            tuple(attempt_state(attempt, self._clock.now()) for attempt in session.attempts),
            tuple(outcome.session_image_id or "" for outcome in outcomes if isinstance(outcome, Judged)),
        )


@contextmanager
def _refusals(error_type: type[Exception], refusal: Refusal) -> Iterator[None]:
    try:
        yield
    except error_type as error:
        raise RefusedError(refusal) from error


def _no_real_examiner() -> UploadExaminer:
    raise AssertionError("Every session of the machine is a scripted one.")
