"""What may happen to a session: pure functions from a session and an event to the next session, or a refusal."""

from datetime import datetime, timedelta

import msgspec

from livegate.liveness.challenge import Challenge
from livegate.sessions.errors import (
    AttemptConflictError,
    AttemptsExhaustedError,
    DeviceCorrelationIdMissingError,
    UserCorrelationIdMissingError,
)
from livegate.sessions.session import Attempt, Exchange, Outcome, Session
from livegate.sessions.states import attempts_left, running_attempt

ATTEMPT_LIFETIME = timedelta(minutes=5)
"""Long enough for a slow reader with extended time limits; Azure's own active check takes about 20 s."""


def start_attempt(
    session: Session,
    now: datetime,
    *,
    challenge: Challenge | None = None,
    device_correlation_id: str | None = None,
    user_correlation_id: str | None = None,
) -> Session:
    """Begin an attempt, or begin the open one anew when it has no content yet (the page was reloaded).

    ``challenge`` is what it asks for from now on, None for nothing.
    Raises ``DeviceCorrelationIdMissingError``, ``UserCorrelationIdMissingError`` when the device had to bring an id,
    ``AttemptConflictError`` while content is being judged, ``AttemptsExhaustedError``.
    """
    named = _with_client_ids(session, device_correlation_id, user_correlation_id)
    open_attempt = running_attempt(named, now)
    if open_attempt is not None:
        if open_attempt.exchange is not None:
            raise AttemptConflictError
        return _with_newest(
            named,
            msgspec.structs.replace(open_attempt, started_at=now, deadline=now + ATTEMPT_LIFETIME, challenge=challenge),
        )
    if not attempts_left(named):
        raise AttemptsExhaustedError
    attempt = Attempt(
        attempt_id=len(named.attempts) + 1, started_at=now, deadline=now + ATTEMPT_LIFETIME, challenge=challenge
    )
    return msgspec.structs.replace(named, attempts=(*named.attempts, attempt), started_at=named.started_at or now)


def claim_attempt(
    session: Session,
    now: datetime,
    exchange: Exchange,
    *,
    challenge: Challenge | None = None,
    claimed_by: str | None = None,
) -> Session:
    """Take the open attempt for judging, so that no second upload is judged beside it; begin one when none is open.

    ``claimed_by`` is the process that takes it. ``challenge``, if given, takes the place of what the attempt has asked
    for.
    Raises what ``start_attempt`` raises.
    """
    open_attempt = running_attempt(session, now)
    if open_attempt is None or open_attempt.exchange is not None:
        session = start_attempt(session, now)
    claimed = msgspec.structs.replace(
        session.attempts[-1],
        exchange=exchange,
        challenge=challenge or session.attempts[-1].challenge,
        claimed_by=claimed_by,
    )
    return _with_newest(session, claimed)


def release_attempt(session: Session) -> Session:
    """Give a claimed attempt back: nothing was judged, and the device may send its content again."""
    return _with_newest(session, msgspec.structs.replace(session.attempts[-1], exchange=None, claimed_by=None))


def finish_attempt(
    session: Session,
    now: datetime,
    outcome: Outcome,
    exchange: Exchange | None,
    *,
    abuse_detected: bool | None = None,
) -> Session:
    """Close the newest attempt with its outcome."""
    attempt = msgspec.structs.replace(
        session.attempts[-1],
        finished_at=now,
        outcome=outcome,
        exchange=exchange,
        abuse_detected=abuse_detected,
        claimed_by=None,
    )
    return _with_newest(session, attempt)


def _with_client_ids(session: Session, device_id: str | None, user_id: str | None) -> Session:
    request = session.request
    if request.device_correlation_id_set_in_client:
        device_id = device_id or session.device_correlation_id
        if not device_id:
            raise DeviceCorrelationIdMissingError
        session = msgspec.structs.replace(session, device_correlation_id=device_id)
    if request.user_correlation_id_set_in_client:
        user_id = user_id or session.user_correlation_id
        if not user_id:
            raise UserCorrelationIdMissingError
        session = msgspec.structs.replace(session, user_correlation_id=user_id)
    return session


def _with_newest(session: Session, attempt: Attempt) -> Session:
    return msgspec.structs.replace(session, attempts=(*session.attempts[:-1], attempt))
