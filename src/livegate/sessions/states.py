"""What a session is at a given time: states are derived from stored times, never set by a timer."""

from datetime import datetime
from enum import StrEnum

from livegate.sessions.session import Attempt, Canceled, Judged, Outcome, Refused, Session


class OperationState(StrEnum):
    """State of a session and of an attempt, in the words of v1.2 and later."""

    NOT_STARTED = "NotStarted"
    RUNNING = "Running"
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    CANCELED = "Canceled"


TIMED_OUT = Refused(code="TimedOut", message="The attempt was not completed in time.")


def is_expired(session: Session, now: datetime) -> bool:
    """Tell whether the session's life is over: nothing about it may be served any more."""
    return now >= session.expires_at


def is_token_expired(session: Session, now: datetime) -> bool:
    """Tell whether the device's token has run out."""
    return now >= session.token_expires_at


def outcome_at(attempt: Attempt, now: datetime) -> Outcome | None:
    """Return how the attempt ended, or None while it runs; past its deadline an open attempt has timed out."""
    if attempt.outcome is not None:
        return attempt.outcome
    return TIMED_OUT if now >= attempt.deadline else None


def attempt_state(attempt: Attempt, now: datetime) -> OperationState:
    """Return the attempt's state."""
    match outcome_at(attempt, now):
        case None:
            return OperationState.RUNNING
        case Judged():
            return OperationState.SUCCEEDED
        case Refused():
            return OperationState.FAILED
        case Canceled():
            return OperationState.CANCELED


def session_state(session: Session, now: datetime) -> OperationState:
    """Return the session's state: that of its newest attempt, or running while a failed one may be repeated."""
    if not session.attempts:
        return OperationState.NOT_STARTED
    newest = attempt_state(session.attempts[-1], now)
    repeatable = newest in {OperationState.FAILED, OperationState.CANCELED}
    if repeatable and attempts_left(session) and not is_token_expired(session, now):
        return OperationState.RUNNING
    return newest


def attempts_left(session: Session) -> int:
    """Return how many attempts the device may still begin."""
    return max(0, session.request.attempts_allowed - len(session.attempts))


def running_attempt(session: Session, now: datetime) -> Attempt | None:
    """Return the newest attempt if it is still open."""
    if session.attempts and outcome_at(session.attempts[-1], now) is None:
        return session.attempts[-1]
    return None
