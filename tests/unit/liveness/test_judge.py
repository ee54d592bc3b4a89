from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.liveness.challenge import Prompt, draw_challenge
from livegate.liveness.evidence import Circumstances, Evidence
from livegate.liveness.judge import judge_capture, read_cues
from livegate.liveness.operating_points import BALANCED, STRICT, OperatingPoint
from livegate.liveness.readings import CueName
from livegate.liveness.verdict import Decision, Reason, Refusal, Verdict
from livegate.liveness.weighings import WEIGHINGS
from tests.support.acting import acted, answers
from tests.support.observations import capture_of, good_capture, good_face, good_frame, with_face

RANK = [Decision.SPOOF_FACE, Decision.UNCERTAIN, Decision.REAL_FACE]


def judged(evidence: Evidence, point: OperatingPoint = BALANCED) -> Verdict:
    verdict = judge_capture(evidence, point)
    assert isinstance(verdict, Verdict)
    return verdict


def draw() -> tuple[Prompt, ...]:
    return draw_challenge(Random(7)).schedule()  # noqa: S311  # a test repeats itself


def reasons_of(verdict: Verdict) -> Mapping[str, Reason]:
    return {reason.code: reason for reason in verdict.reasons}


def test_a_good_capture_shows_a_real_face() -> None:
    assert judged(Evidence(good_capture())).decision is Decision.REAL_FACE


@pytest.mark.parametrize(("live", "decision"), [(0.05, Decision.SPOOF_FACE), (0.4, Decision.UNCERTAIN)])
def test_texture_weighs_against_an_attack(live: float, decision: Decision) -> None:
    verdict = judged(Evidence(good_capture(live=live)))

    assert verdict.decision is decision
    assert verdict.reasons[0].code == "texture_live_median"


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_life_never_makes_the_decision_worse(first: float, second: float) -> None:
    ranks = [RANK.index(judged(Evidence(good_capture(live=live))).decision) for live in sorted((first, second))]
    assert ranks == sorted(ranks)


def test_single_lively_frames_do_not_rescue_an_attack() -> None:
    frames = [good_frame(index, live=0.05) for index in range(7)] + [good_frame(index, live=1) for index in (7, 8, 9)]
    assert judged(Evidence(capture_of(*frames))).decision is Decision.SPOOF_FACE


def test_a_frozen_picture_is_a_spoof_however_lively_it_looks() -> None:
    frozen = capture_of(*(replace(good_frame(index), fingerprint=b"same") for index in range(20)))
    verdict = judged(Evidence(frozen))

    assert verdict.decision is Decision.SPOOF_FACE
    assert verdict.reasons[0].code == "repeated_frames_share"


def test_a_face_that_never_moves_is_a_spoof_though_every_frame_differs() -> None:
    verdict = judged(Evidence(with_face(good_capture(), good_face())))

    assert verdict.decision is Decision.SPOOF_FACE
    assert verdict.reasons[0].code == "motion_spread"


def test_what_was_seen_before_is_a_spoof() -> None:
    verdict = judged(Evidence(good_capture(), circumstances=Circumstances(seen_before=0.6)))

    assert verdict.decision is Decision.SPOOF_FACE
    assert verdict.reasons[0].code == "seen_before_share"


def test_a_virtual_camera_is_never_accepted_however_lively_it_looks() -> None:
    named = Circumstances(camera_name="OBS Virtual Camera")
    verdict = judged(
        Evidence(capture_of(*(good_frame(index, live=0.9999) for index in range(10))), circumstances=named)
    )

    assert verdict.decision is not Decision.REAL_FACE


def test_reactions_are_weighed_where_they_were_asked_for() -> None:
    prompts = draw()
    verdict = judged(Evidence(capture_of(*acted(answers(prompts), seconds=18)), prompts=prompts))

    assert reasons_of(verdict)["prompts_answered"].weight > 0
    assert not any(reason.cue is CueName.REACTION for reason in judged(Evidence(good_capture())).reasons)


def test_says_the_operating_point_and_its_limits() -> None:
    verdict = judged(Evidence(good_capture()), STRICT)

    assert (verdict.operating_point, verdict.accept_from, verdict.reject_below) == (
        "strict",
        STRICT.accept,
        STRICT.reject,
    )
    assert verdict.total == pytest.approx(sum(reason.weight for reason in verdict.reasons))


def test_every_reading_has_a_weighing() -> None:
    prompts = draw()
    evidence = Evidence(
        capture_of(*acted(answers(prompts), seconds=18)),
        prompts=prompts,
        circumstances=Circumstances(camera_name="Integrated Camera"),
    )
    assert {reading.code for reading in read_cues(evidence)} <= set(WEIGHINGS)


def test_does_not_judge_what_the_gates_refuse() -> None:
    assert isinstance(judge_capture(Evidence(capture_of(good_frame(0))), BALANCED), Refusal)
