from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.liveness.evidence import Evidence
from livegate.liveness.judge import judge_capture
from livegate.liveness.operating_points import BALANCED
from livegate.liveness.verdict import Decision, Refusal, Verdict
from tests.support.observations import capture_of, good_capture, good_face, good_frame, with_face

RANK = [Decision.SPOOF_FACE, Decision.UNCERTAIN, Decision.REAL_FACE]


def decided(live: float) -> Decision:
    verdict = judge_capture(Evidence(good_capture(live=live)), BALANCED)
    assert isinstance(verdict, Verdict)
    return verdict.decision


@pytest.mark.parametrize(
    ("live", "decision"),
    [
        (BALANCED.accept_texture, Decision.REAL_FACE),
        (BALANCED.accept_texture - 1e-6, Decision.UNCERTAIN),
        (BALANCED.reject_texture, Decision.UNCERTAIN),
        (BALANCED.reject_texture - 1e-6, Decision.SPOOF_FACE),
    ],
)
def test_decides_by_the_median_texture_at_the_operating_point(live: float, decision: Decision) -> None:
    assert decided(live) is decision


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_life_never_makes_the_decision_worse(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert RANK.index(decided(low)) <= RANK.index(decided(high))


def test_single_lively_frames_do_not_rescue_an_attack() -> None:
    frames = [good_frame(index, live=0.05) for index in range(7)] + [good_frame(index, live=1) for index in (7, 8, 9)]
    verdict = judge_capture(Evidence(capture_of(*frames)), BALANCED)
    assert isinstance(verdict, Verdict)
    assert verdict.decision is Decision.SPOOF_FACE


def test_a_frozen_picture_is_a_spoof_however_lively_it_looks() -> None:
    frozen = capture_of(*(replace(good_frame(index), fingerprint=b"same") for index in range(10)))
    verdict = judge_capture(Evidence(frozen), BALANCED)
    assert isinstance(verdict, Verdict)
    assert verdict.decision is Decision.SPOOF_FACE
    assert verdict.reasons[0].code == "repeated_frames_share"


def test_a_face_that_keeps_its_shape_is_a_spoof_however_lively_its_texture() -> None:
    verdict = judge_capture(Evidence(with_face(good_capture(), good_face())), BALANCED)
    assert isinstance(verdict, Verdict)
    assert verdict.decision is Decision.SPOOF_FACE
    assert verdict.reasons[0].code == "shape_change"


def test_gives_the_reasons_of_all_cues() -> None:
    verdict = judge_capture(Evidence(good_capture()), BALANCED)
    assert isinstance(verdict, Verdict)
    assert {reason.code for reason in verdict.reasons} == {
        "texture_live_median",
        "shape_change",
        "repeated_frames_share",
    }


def test_gives_the_strictest_reason_first_with_value_and_limit() -> None:
    verdict = judge_capture(Evidence(good_capture(live=0.4)), BALANCED)
    assert isinstance(verdict, Verdict)
    reason = verdict.reasons[0]
    assert (reason.code, reason.value, reason.limit) == ("texture_live_median", 0.4, BALANCED.accept_texture)


def test_does_not_judge_what_the_gates_refuse() -> None:
    assert isinstance(judge_capture(Evidence(capture_of(good_frame(0))), BALANCED), Refusal)
