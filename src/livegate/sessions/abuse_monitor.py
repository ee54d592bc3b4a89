"""Watches attempts for abuse without keeping faces: it counts them under keyed hashes that live for a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from livegate.liveness.verdict import Decision
from livegate.sessions.abuse import SIGHTING_LIFETIME, SubjectKind, Tally, is_abuse, is_id_flagged
from livegate.sessions.errors import FlaggedCorrelationIdError
from livegate.sessions.monitoring_ports import SettingsStore, SightingStore
from livegate.sessions.ports import KeyVault
from livegate.sessions.session import Judged, Outcome, Session, SessionRequest
from livegate.sessions.sightings import AttemptName, Sighting, Subject
from livegate.sessions.subjects import Participants, hashed_subjects, participants_of

MOST_OTHER_ATTEMPTS = 20
"""Other attempts named beside a flagged one: enough to look into, few enough to answer at once."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was found about an attempt (None: it is not watched), and what is to be kept together with its verdict."""

    is_abuse: bool | None = None
    sightings: tuple[Sighting, ...] = ()


class AbuseMonitor:
    """The use cases of abuse monitoring.

    The hashes have another key each day, so that whatever is looked for is looked for under two. Attempts that are
    judged in the same moment may not count each other; every later one counts them all.
    """

    def __init__(self, *, sightings: SightingStore, settings: SettingsStore, vault: KeyVault) -> None:
        self._sightings = sightings
        self._settings = settings
        self._vault = vault

    async def admit(self, resource: str, request: SessionRequest, now: datetime) -> bool:
        """Tell whether a new session is watched. Raises ``FlaggedCorrelationIdError`` if so and one of its ids is."""
        if not request.abuse_monitoring_supported:
            return False
        settings = await self._settings.read(resource)
        if settings.abuse_monitoring_enabled:
            await self._check_ids(
                Participants(resource, request.device_correlation_id, request.user_correlation_id), now
            )
        return settings.abuse_monitoring_enabled

    async def check_start(self, session: Session, device_id: str | None, user_id: str | None, now: datetime) -> None:
        """Raise ``FlaggedCorrelationIdError`` when a device brings an id that no session would be created with."""
        request = session.request
        brought = Participants(
            session.resource,
            device_id if request.device_correlation_id_set_in_client else None,
            user_id if request.user_correlation_id_set_in_client else None,
        )
        if session.abuse_monitored:
            await self._check_ids(brought, now)

    async def _check_ids(self, participants: Participants, now: datetime) -> None:
        """Raise ``FlaggedCorrelationIdError`` when too many spoof attempts were made under one of the ids."""
        for kind, tally in (await self._tallies(participants, now)).items():
            if is_id_flagged(tally):
                raise FlaggedCorrelationIdError(f"It is the {kind}CorrelationId.")

    async def assess(self, session: Session, outcome: Outcome, *, address: str | None, now: datetime) -> Assessment:
        """Judge the newest attempt of a session, which ends with ``outcome``, by what was seen of its subjects."""
        if not session.abuse_monitored or not isinstance(outcome, Judged):
            return Assessment()
        is_spoof = outcome.decision is Decision.SPOOF_FACE
        participants = participants_of(session, address)
        earlier = await self._tallies(participants, now)
        with_this = {kind: Tally(tally.spoofs + is_spoof, tally.users) for kind, tally in earlier.items()}
        attempt = AttemptName(session.session_id, session.attempts[-1].attempt_id, outcome.session_image_id)
        return Assessment(
            is_abuse(with_this),
            tuple(
                Sighting(subject, attempt, is_spoof=is_spoof, seen_at=now, expires_at=now + SIGHTING_LIFETIME)
                for subject in hashed_subjects(participants, self._vault, now.date()).values()
            ),
        )

    async def other_attempts(self, session: Session, now: datetime) -> Mapping[int, tuple[AttemptName, ...]]:
        """Return, by the id of each flagged attempt, the other spoof attempts of its subjects, the newest first.

        They are those of the last 24 hours whose sessions still exist, ``MOST_OTHER_ATTEMPTS`` at most.
        """
        others = {}
        for attempt in session.attempts:
            if attempt.abuse_detected:
                address = None if attempt.exchange is None else attempt.exchange.client_address
                by_day = self._by_day(participants_of(session, address), now)
                subjects = [subject for day in by_day for subject in day.values()]
                # One more than are named: the attempt itself may be among them.
                found = await self._sightings.spoof_attempts(subjects, now, limit=MOST_OTHER_ATTEMPTS + 1)
                itself = (session.session_id, attempt.attempt_id)
                named = [other for other in found if (other.session_id, other.attempt_id) != itself]
                others[attempt.attempt_id] = tuple(named[:MOST_OTHER_ATTEMPTS])
        return others

    async def _tallies(self, participants: Participants, now: datetime) -> Mapping[SubjectKind, Tally]:
        """Count what was seen before, and the users of the device with the one who uses it now."""
        today, yesterday = self._by_day(participants, now)
        counted = await self._sightings.tally([*today.values(), *yesterday.values()], now)
        return {
            kind: Tally(
                spoofs=one.spoofs + other.spoofs,
                # Somebody who came on both days has two hashes: the days are compared, not added up.
                users=max(one.users, other.users) + (subject.user_on_device is not None),
            )
            for (kind, subject), one, other in zip(
                today.items(), counted[: len(today)], counted[len(today) :], strict=True
            )
        }

    def _by_day(
        self, participants: Participants, now: datetime
    ) -> tuple[Mapping[SubjectKind, Subject], Mapping[SubjectKind, Subject]]:
        today, yesterday = (
            hashed_subjects(participants, self._vault, day) for day in (now.date(), (now - _DAY).date())
        )
        return today, yesterday
