"""What a device does with a session: start an attempt, hand in its capture, end the attempt."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from livegate.liveness.challenge import EXTENDED_TIME, Challenge
from livegate.sessions.abuse_monitor import AbuseMonitor
from livegate.sessions.addresses import is_expected
from livegate.sessions.archive import SessionArchive
from livegate.sessions.capture_traces import CaptureTrace
from livegate.sessions.correlation_ids import CorrelationIds
from livegate.sessions.errors import (
    AttemptConflictError,
    SessionError,
    SessionNotFoundError,
    UnexpectedClientAddressError,
    VerifyImageNotAllowedError,
    VerifyImageNotProvidedError,
)
from livegate.sessions.finding import Finding, UploadExaminer
from livegate.sessions.ports import ChallengeSource, Clock, Identifiers, ImageRow, Processes, SessionKey, key_of
from livegate.sessions.session import Canceled, Exchange, Judged, OperationMode, Refused, Session, SessionKind
from livegate.sessions.sightings import Sighting
from livegate.sessions.states import is_expired, running_attempt
from livegate.sessions.transitions import claim_attempt, finish_attempt, release_attempt, start_attempt
from livegate.sessions.upload import Upload

JUDGED_STATUS = 200
REFUSED_STATUS = 400
CANCELLATION_PREFIX = "UserCanceled"
"""Azure's client errors for a person who gave up begin so; every other error name is a failure."""


class SessionCapture:
    """The use cases of the device. Both device doors, upload and stream, claim and finish their attempts here.

    Every method raises ``SessionNotFoundError`` when the session is unknown, expired, or erased while it worked, and
    ``UnexpectedClientAddressError``, with nothing spent, when it expects calls from another address.
    """

    def __init__(
        self,
        *,
        archive: SessionArchive,
        examiner: UploadExaminer,
        clock: Clock,
        identifiers: Identifiers,
        processes: Processes,
        challenges: ChallengeSource,
        correlation_ids: CorrelationIds,
        abuse: AbuseMonitor,
    ) -> None:
        self._archive = archive
        self._examiner = examiner
        self._correlation_ids = correlation_ids
        self._abuse = abuse
        self._clock = clock
        self._identifiers = identifiers
        self._processes = processes
        self._challenges = challenges

    async def start(
        self,
        key: SessionKey,
        *,
        device_correlation_id: str | None = None,
        user_correlation_id: str | None = None,
        client_address: str | None = None,
        is_extended: bool = False,
    ) -> Session:
        """Start an attempt and return the session with it; ``is_extended`` gives a person more time to do as asked.

        Raises what ``transitions.start_attempt``, ``CorrelationIds.check_start`` and ``AbuseMonitor.check_start``
        raise.
        """
        self._correlation_ids.check_start(device_correlation_id, user_correlation_id)
        session = await self.called(key, client_address)
        await self._abuse.check_start(session, device_correlation_id, user_correlation_id, self._clock.now())
        started = start_attempt(
            session,
            self._clock.now(),
            challenge=self._drawn_challenge(session, EXTENDED_TIME if is_extended else 1.0),
            device_correlation_id=device_correlation_id,
            user_correlation_id=user_correlation_id,
        )
        return await self._keep(started)

    async def judge(self, key: SessionKey, upload: Upload, exchange: Exchange) -> Session:
        """Judge an upload as the session's open attempt, starting one if none is open; its newest attempt then tells.

        Raises what ``transitions.claim_attempt`` raises, ``VerifyImageNotProvidedError``,
        ``VerifyImageNotAllowedError`` and ``ObserverBusyError``; with the last, the attempt stays open.
        """
        claimed = await self.claim(
            key, exchange, brings_verify_image=upload.verify_image is not None, keeps_challenge=True
        )
        try:
            finding = await self._examiner.examine(claimed, upload)
            return await self.finish(claimed, finding, exchange)
        except BaseException:
            await self.release(claimed)
            raise

    async def check_claim(self, key: SessionKey, exchange: Exchange) -> Session:
        """Return the session if an attempt could be claimed now; raises what ``claim`` raises, and changes nothing."""
        session = await self.called(key, exchange.client_address)
        claim_attempt(session, self._clock.now(), exchange)
        return session

    async def claim(
        self, key: SessionKey, exchange: Exchange, *, brings_verify_image: bool, keeps_challenge: bool = False
    ) -> Session:
        """Take the session's open attempt for one capture, starting one if none is open, and return the session.

        ``keeps_challenge`` where the capture was made by the challenge that the start has told; otherwise another one
        is drawn, with the same time limits, which nobody has seen.
        Raises what ``transitions.claim_attempt`` raises, ``VerifyImageNotProvidedError`` and
        ``VerifyImageNotAllowedError``.
        """
        session = await self.called(key, exchange.client_address)
        _check_verify_image(session, brings_verify_image=brings_verify_image)
        now = self._clock.now()
        attempt = running_attempt(session, now)
        told = None if attempt is None else attempt.challenge
        challenge = told if keeps_challenge else None
        if challenge is None:
            challenge = self._drawn_challenge(session, 1.0 if told is None else told.time_factor)
        claimed = claim_attempt(session, now, exchange, challenge=challenge, claimed_by=self._processes.name)
        return await self._keep(claimed)

    async def release(self, claimed: Session) -> None:
        """Give a claimed attempt back, unspent."""
        await self._archive.replace(release_attempt(claimed))

    async def end(self, key: SessionKey, *, code: str, message: str, client_address: str | None = None) -> Session:
        """End the open attempt for the client error ``code``; an attempt with content is left to its verdict."""
        session = await self.called(key, client_address)
        attempt = running_attempt(session, self._clock.now())
        if attempt is None or attempt.exchange is not None:
            return session
        return await self._keep(finish_attempt(session, self._clock.now(), gave_up(code, message), None))

    def _drawn_challenge(self, session: Session, time_factor: float) -> Challenge | None:
        is_asked = session.request.operation_mode is OperationMode.PASSIVE_ACTIVE
        return self._challenges.draw(time_factor=time_factor) if is_asked else None

    async def called(self, key: SessionKey, client_address: str | None) -> Session:
        """Return the living session that a device calls from an address, None where that is unknown."""
        session = await self._living(key)
        expected = session.request.expected_client_ip
        if expected is not None and not is_expected(expected, client_address):
            raise UnexpectedClientAddressError
        return self._without_abandoned_claim(session)

    def _without_abandoned_claim(self, session: Session) -> Session:
        """Return the session as it would be if a process that died while it judged had given the attempt back."""
        attempt = running_attempt(session, self._clock.now())
        if attempt is None or attempt.claimed_by is None or self._processes.is_running(attempt.claimed_by):
            return session
        return release_attempt(session)

    async def _living(self, key: SessionKey) -> Session:
        session = await self._archive.read(key)
        if session is None or is_expired(session, self._clock.now()):
            raise SessionNotFoundError
        return session

    async def _keep(
        self,
        session: Session,
        *,
        image: ImageRow | None = None,
        sightings: Sequence[Sighting] = (),
        trace: CaptureTrace | None = None,
    ) -> Session:
        kept = await self._archive.replace(session, image=image, sightings=sightings, trace=trace)
        if kept is None:
            await self._living(key_of(session))
            raise AttemptConflictError
        # Judging takes a while, and nothing is told of a session whose life has ended meanwhile.
        if is_expired(kept, self._clock.now()):
            raise SessionNotFoundError
        return kept

    async def finish(self, claimed: Session, finding: Finding, exchange: Exchange) -> Session:
        """End a claimed attempt with what was found, and keep what the session keeps of it."""
        outcome = finding.outcome
        image = None
        if isinstance(outcome, Judged) and finding.image is not None:
            image = await self._archive.write_image(claimed, self._identifiers.image_id(), finding.image)
            outcome = msgspec.structs.replace(outcome, session_image_id=image.image_id if image else None)
        now = self._clock.now()
        answered = msgspec.structs.replace(
            exchange,
            status_code=JUDGED_STATUS if isinstance(outcome, Judged) else REFUSED_STATUS,
            latency_milliseconds=(now - exchange.received_at) // timedelta(milliseconds=1),
        )
        try:
            assessment = await self._abuse.assess(claimed, outcome, address=exchange.client_address, now=now)
            finished = finish_attempt(claimed, now, outcome, answered, abuse_detected=assessment.is_abuse)
            finished = msgspec.structs.replace(finished, reference=finding.reference)
            return await self._keep(finished, image=image, sightings=assessment.sightings, trace=finding.trace)
        except SessionError:
            # Here it is known that nothing was kept. What other failures leave is found by ``OrphanedImages``.
            if image is not None:
                await self._archive.remove_image(image)
            raise


def gave_up(code: str, message: str) -> Canceled | Refused:
    """Return the outcome of an attempt that the device ends for a client error."""
    return Canceled(code=code) if code.startswith(CANCELLATION_PREFIX) else Refused(code=code, message=message)


def _check_verify_image(session: Session, *, brings_verify_image: bool) -> None:
    compares = session.request.kind is SessionKind.LIVENESS_WITH_VERIFY
    if brings_verify_image and (not compares or session.reference is not None):
        raise VerifyImageNotAllowedError
    if compares and not brings_verify_image and session.reference is None:
        raise VerifyImageNotProvidedError
