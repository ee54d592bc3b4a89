"""The use cases of the app backend in test mode."""

import asyncio
from datetime import datetime, timedelta

import msgspec

from livegate.sessions.abuse_monitor import AbuseMonitor
from livegate.sessions.archive import SessionArchive
from livegate.sessions.erasure import Erasure
from livegate.sessions.finding import References
from livegate.sessions.ports import Clock, Identifiers, SessionKey, TokenIssuer
from livegate.sessions.scripted.scenario import Age, Scenario, ScriptedCall, ids_of
from livegate.sessions.scripted.scenarios import Scenarios
from livegate.sessions.scripted.stand_ins import StandInReferences
from livegate.sessions.service import SessionService
from livegate.sessions.session import Session, SessionKind, SessionRequest
from livegate.sessions.tombstones import Tombstone

WIPE_BATCH = 200
"""Sessions erased together, as by a sweep."""


class EarlierClock:
    """Another clock, ``lead`` ago: a session that is created by it has aged so much already."""

    def __init__(self, clock: Clock, lead: timedelta) -> None:
        self._clock = clock
        self._lead = lead

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return self._clock.now() - self._lead


class ScriptedSessions(SessionService):
    """Creates, reads and deletes as the scenarios say; sessions without one are created for real.

    Beside what ``SessionService`` raises: ``ScriptedRefusalError``.
    """

    def __init__(
        self,
        *,
        scenarios: Scenarios,
        archive: SessionArchive,
        erasure: Erasure,
        references: References,
        tokens: TokenIssuer,
        clock: Clock,
        identifiers: Identifiers,
        abuse: AbuseMonitor,
    ) -> None:
        super().__init__(
            archive=archive,
            erasure=erasure,
            references=references,
            tokens=tokens,
            clock=clock,
            identifiers=identifiers,
            correlation_ids=scenarios,
            abuse=abuse,
        )
        self._scenarios = scenarios

    async def create(
        self,
        resource: str,
        request: SessionRequest,
        *,
        issuer: str,
        verify_image: bytes | None = None,
        client_request_id: str | None = None,
    ) -> Session:
        """Create a session, aged as its scenario says, with any bytes as verify image."""
        scenario = self._scenarios.find(request.device_correlation_id, request.user_correlation_id)
        create = super().create
        if scenario is not None or _is_left_to_device(request):
            # A test that forces many spoof attempts must not find its id flagged.
            request = msgspec.structs.replace(request, abuse_monitoring_supported=False)
        if scenario is not None:
            scenario.admit(ScriptedCall.CREATE)
            create = self._aged(scenario, request).create
        return await create(
            resource, request, issuer=issuer, verify_image=verify_image, client_request_id=client_request_id
        )

    async def read(self, key: SessionKey) -> Session:
        """Return a living session."""
        session = await super().read(key)
        self._admit(session, ScriptedCall.READ)
        return session

    async def delete(self, key: SessionKey) -> Tombstone:
        """Erase a session at once and return its tombstone."""
        self._admit(await super().read(key), ScriptedCall.DELETE)
        return await super().delete(key)

    async def wipe(self, resource: str) -> None:
        """Erase every session of the resource, whatever its scenario."""
        for kind in SessionKind:
            now = self._clock.now()
            while living := await self._archive.list_living(resource, kind, after="", now=now, limit=WIPE_BATCH):
                await asyncio.gather(*(self._erasure.erase(SessionKey(resource, kind, name)) for name, _ in living))

    def _admit(self, session: Session, call: ScriptedCall) -> None:
        scenario = self._scenarios.find(*ids_of(session))
        if scenario is not None:
            scenario.admit(call)

    def _aged(self, scenario: Scenario, request: SessionRequest) -> SessionService:
        leads = {
            Age.NEW: timedelta(),
            Age.TOKEN_EXPIRED: timedelta(seconds=request.token_lifetime),
            Age.SESSION_EXPIRED: timedelta(seconds=request.session_lifetime),
        }
        return SessionService(
            archive=self._archive,
            erasure=self._erasure,
            references=StandInReferences(),
            tokens=self._tokens,
            clock=EarlierClock(self._clock, leads[scenario.age]),
            identifiers=self._identifiers,
            correlation_ids=self._scenarios,
            abuse=self._abuse,
        )


def _is_left_to_device(request: SessionRequest) -> bool:
    return request.device_correlation_id_set_in_client or request.user_correlation_id_set_in_client
