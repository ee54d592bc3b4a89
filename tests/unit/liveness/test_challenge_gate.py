import pytest

from livegate.liveness.challenge import Action, Prompt
from livegate.liveness.challenge_gate import challenge_refusal
from livegate.liveness.evidence import Evidence
from livegate.liveness.judge import judge_capture
from livegate.liveness.operating_points import BALANCED
from livegate.liveness.verdict import Refusal, Verdict
from tests.support.acting import Act, acted, answers, evidence_of
from tests.support.observations import good_capture

TURN, SMILE = Prompt(Action.LOOK_LEFT, 1.5, 4.0), Prompt(Action.SMILE, 5.5, 8.0)


def gated(*acts: Act) -> Refusal | None:
    return challenge_refusal(evidence_of(acted(acts, seconds=9), (TURN, SMILE)))


def test_who_does_as_asked_is_judged() -> None:
    assert gated(*answers((TURN, SMILE))) is None


def test_who_does_nothing_is_told_what_was_missing_and_may_try_again() -> None:
    refusal = gated()
    assert refusal is not None
    assert refusal.code == "HeadTurnNotPerformed"
    assert [(reason.code, reason.value, reason.limit) for reason in refusal.reasons] == [("prompts_answered", 0, 1)]
    assert refusal.face_rectangle is not None


@pytest.mark.parametrize(("done", "code"), [(TURN, "SmileNotPerformed"), (SMILE, "HeadTurnNotPerformed")])
def test_the_first_prompt_without_an_answer_gives_the_code(done: Prompt, code: str) -> None:
    refusal = gated(*answers((done,)))
    assert refusal is not None
    assert refusal.code == code
    assert refusal.reasons[0].value == 0.5


def test_who_turns_otherwise_than_asked_is_judged() -> None:
    assert gated(Act(Action.LOOK_RIGHT, 2.0)) is None


def test_who_turns_before_the_prompt_could_be_read_is_judged() -> None:
    assert gated(*answers((TURN,), reactions=(0.0,))) is None


def test_a_capture_to_which_no_prompt_was_shown_though_some_were_due_is_refused() -> None:
    refusal = challenge_refusal(Evidence(good_capture(), ()))
    assert refusal is not None
    assert refusal.code == "HeadTurnNotPerformed"


def test_where_nothing_was_to_be_asked_nothing_is_missing() -> None:
    assert challenge_refusal(Evidence(good_capture())) is None


def test_the_judge_asks_the_gate() -> None:
    frames = tuple(acted(answers((TURN, SMILE)), seconds=9))
    assert isinstance(judge_capture(evidence_of(frames, (TURN, SMILE)), BALANCED), Verdict)
    assert isinstance(judge_capture(evidence_of(acted((), seconds=9), (TURN, SMILE)), BALANCED), Refusal)
