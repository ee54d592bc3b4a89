from datetime import timedelta

import pytest

from livegate.sessions.session import Canceled, Outcome, Refused, Session
from livegate.sessions.states import (
    OperationState,
    attempt_state,
    is_expired,
    is_token_expired,
    outcome_at,
    session_state,
)
from livegate.sessions.transitions import ATTEMPT_LIFETIME, claim_attempt, finish_attempt, start_attempt
from tests.support.sessions import START, exchange, judged, new_session

REFUSED = Refused(code="NoFaceDetected", message="No face.")
CANCELED = Canceled(code="UserCanceledSession")
TOKEN_EXPIRED = START + timedelta(seconds=600)


def ended(outcome: Outcome, *, attempts_allowed: int) -> Session:
    session = new_session(attempts_allowed=attempts_allowed)
    return finish_attempt(claim_attempt(session, START, exchange()), START, outcome, exchange())


def test_a_new_session_has_not_started() -> None:
    assert session_state(new_session(), START) is OperationState.NOT_STARTED


def test_an_open_attempt_runs_until_its_deadline_and_has_then_timed_out() -> None:
    attempt = start_attempt(new_session(), START).attempts[0]
    assert attempt_state(attempt, START + ATTEMPT_LIFETIME - timedelta(microseconds=1)) is OperationState.RUNNING
    assert attempt_state(attempt, START + ATTEMPT_LIFETIME) is OperationState.FAILED
    outcome = outcome_at(attempt, START + ATTEMPT_LIFETIME)
    assert isinstance(outcome, Refused)
    assert outcome.code == "TimedOut"


@pytest.mark.parametrize(
    ("outcome", "last", "repeatable"),
    [
        (judged(), OperationState.SUCCEEDED, OperationState.SUCCEEDED),
        (REFUSED, OperationState.FAILED, OperationState.RUNNING),
        (CANCELED, OperationState.CANCELED, OperationState.RUNNING),
    ],
)
def test_a_session_takes_its_newest_attempts_state_unless_the_device_may_try_again(
    outcome: Outcome, last: OperationState, repeatable: OperationState
) -> None:
    assert session_state(ended(outcome, attempts_allowed=1), START) is last
    assert session_state(ended(outcome, attempts_allowed=2), START) is repeatable
    assert session_state(ended(outcome, attempts_allowed=2), TOKEN_EXPIRED) is last


def test_token_and_session_expire_on_the_second() -> None:
    session = new_session()
    assert not is_token_expired(session, TOKEN_EXPIRED - timedelta(microseconds=1))
    assert is_token_expired(session, TOKEN_EXPIRED)
    assert not is_expired(session, START + timedelta(hours=48, microseconds=-1))
    assert is_expired(session, START + timedelta(hours=48))
