from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from livegate.liveness.challenge import Action, Challenge, Step
from livegate.sessions.errors import (
    AttemptConflictError,
    AttemptsExhaustedError,
    DeviceCorrelationIdMissingError,
    UserCorrelationIdMissingError,
)
from livegate.sessions.session import Canceled, Refused, Session
from livegate.sessions.states import OperationState, attempt_state, outcome_at, running_attempt, session_state
from livegate.sessions.transitions import (
    ATTEMPT_LIFETIME,
    claim_attempt,
    finish_attempt,
    release_attempt,
    start_attempt,
)
from tests.support.sessions import START, exchange, judged, new_session

REFUSED = Refused(code="NoFaceDetected", message="No face.")


class TestStartAttempt:
    def test_opens_the_first_attempt_and_notes_when_the_session_started(self) -> None:
        started = start_attempt(new_session(), START)
        assert [attempt.attempt_id for attempt in started.attempts] == [1]
        assert started.started_at == START
        assert started.attempts[0].deadline == START + ATTEMPT_LIFETIME

    def test_begins_an_attempt_without_content_anew_instead_of_spending_another(self) -> None:
        later = START + timedelta(seconds=30)
        again = start_attempt(start_attempt(new_session(), START), later)
        assert len(again.attempts) == 1
        assert again.attempts[0].deadline == later + ATTEMPT_LIFETIME
        assert again.started_at == START

    def test_each_begin_asks_for_a_challenge_of_its_own(self) -> None:
        first, second = (Challenge((Step(action, 0.5),)) for action in (Action.SMILE, Action.LOOK_UP))
        started = start_attempt(new_session(), START, challenge=first)
        assert started.attempts[0].challenge == first
        assert start_attempt(started, START, challenge=second).attempts[0].challenge == second
        assert start_attempt(started, START).attempts[0].challenge is None

    def test_refuses_while_content_is_judged(self) -> None:
        claimed = claim_attempt(new_session(), START, exchange())
        with pytest.raises(AttemptConflictError):
            start_attempt(claimed, START)

    def test_refuses_one_more_than_allowed(self) -> None:
        session = new_session(attempts_allowed=1)
        finished = finish_attempt(claim_attempt(session, START, exchange()), START, REFUSED, exchange())
        with pytest.raises(AttemptsExhaustedError):
            start_attempt(finished, START)

    def test_a_timed_out_attempt_is_spent(self) -> None:
        session = start_attempt(new_session(attempts_allowed=2), START)
        second = start_attempt(session, START + ATTEMPT_LIFETIME)
        assert [attempt.attempt_id for attempt in second.attempts] == [1, 2]

    def test_takes_the_ids_that_the_app_backend_left_to_the_device(self) -> None:
        session = new_session(
            device_correlation_id=None, device_correlation_id_set_in_client=True, user_correlation_id_set_in_client=True
        )
        started = start_attempt(session, START, device_correlation_id="phone", user_correlation_id="person")
        assert (started.device_correlation_id, started.user_correlation_id) == ("phone", "person")
        assert start_attempt(started, START).device_correlation_id == "phone"

    def test_insists_on_the_ids_that_the_app_backend_left_to_the_device(self) -> None:
        with pytest.raises(DeviceCorrelationIdMissingError):
            start_attempt(new_session(device_correlation_id_set_in_client=True, device_correlation_id=None), START)
        with pytest.raises(UserCorrelationIdMissingError):
            start_attempt(new_session(user_correlation_id_set_in_client=True), START)

    def test_ignores_ids_of_the_device_where_the_app_backend_has_set_them(self) -> None:
        assert start_attempt(new_session(), START, device_correlation_id="forged").device_correlation_id == "device-1"


class TestClaimAttempt:
    def test_opens_an_attempt_when_the_device_has_started_none(self) -> None:
        claimed = claim_attempt(new_session(), START, exchange())
        assert claimed.attempts[0].exchange == exchange()
        assert claimed.started_at == START

    def test_lets_only_one_upload_in(self) -> None:
        claimed = claim_attempt(start_attempt(new_session(), START), START, exchange())
        with pytest.raises(AttemptConflictError):
            claim_attempt(claimed, START, exchange())

    def test_keeps_what_the_attempt_has_asked_for_unless_another_challenge_is_given(self) -> None:
        told, other = (Challenge((Step(action, 0.5),)) for action in (Action.SMILE, Action.LOOK_UP))
        started = start_attempt(new_session(), START, challenge=told)
        assert claim_attempt(started, START, exchange()).attempts[0].challenge == told
        assert claim_attempt(started, START, exchange(), challenge=other).attempts[0].challenge == other
        assert claim_attempt(new_session(), START, exchange(), challenge=other).attempts[0].challenge == other

    def test_a_released_attempt_can_be_claimed_again_and_is_not_spent(self) -> None:
        released = release_attempt(claim_attempt(new_session(attempts_allowed=1), START, exchange()))
        assert len(claim_attempt(released, START, exchange()).attempts) == 1


class SessionLife(RuleBasedStateMachine):
    """Whatever a device does and however time passes, a session keeps its promises."""

    def __init__(self) -> None:
        super().__init__()
        self.session: Session = new_session(attempts_allowed=2)
        self.now = START
        self.closed: dict[int, object] = {}

    @rule(seconds=st.integers(min_value=0, max_value=400))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def start(self) -> None:
        try:
            self.session = start_attempt(self.session, self.now)
        except AttemptConflictError:
            attempt = running_attempt(self.session, self.now)
            assert attempt is not None
            assert attempt.exchange is not None
        except AttemptsExhaustedError:
            assert len(self.session.attempts) == 2
            assert running_attempt(self.session, self.now) is None

    @rule()
    def claim(self) -> None:
        try:
            self.session = claim_attempt(self.session, self.now, exchange(self.now))
        except (AttemptConflictError, AttemptsExhaustedError):
            assert self.session.attempts

    def is_claimed(self) -> bool:
        attempt = running_attempt(self.session, self.now)
        return attempt is not None and attempt.exchange is not None

    @precondition(is_claimed)
    @rule(outcome=st.sampled_from([judged(), REFUSED, Canceled(code="UserCanceledSession")]))
    def finish(self, outcome: Refused) -> None:
        self.session = finish_attempt(self.session, self.now, outcome, exchange(self.now))

    @precondition(is_claimed)
    @rule()
    def release(self) -> None:
        self.session = release_attempt(self.session)

    @invariant()
    def attempts_are_numbered_from_one_within_what_is_allowed(self) -> None:
        count = len(self.session.attempts)
        assert count <= self.session.request.attempts_allowed
        assert [attempt.attempt_id for attempt in self.session.attempts] == list(range(1, count + 1))

    @invariant()
    def only_the_newest_attempt_can_run(self) -> None:
        states = [attempt_state(attempt, self.now) for attempt in self.session.attempts]
        assert OperationState.RUNNING not in states[:-1]
        assert (session_state(self.session, self.now) is OperationState.NOT_STARTED) == (not states)

    @invariant()
    def what_ended_stays_as_it_ended(self) -> None:
        for attempt in self.session.attempts:
            outcome = outcome_at(attempt, self.now)
            if attempt.attempt_id in self.closed:
                assert outcome == self.closed[attempt.attempt_id]
            elif outcome is not None:
                self.closed[attempt.attempt_id] = outcome


TestSessionLife = SessionLife.TestCase
