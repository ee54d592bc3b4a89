from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livegate.liveness.challenge import EXTENDED_TIME, Action, Challenge, Step, draw_challenge
from livegate.liveness.challenge_run import LONGEST_REST_TIME, begin
from livegate.liveness.posture import Posture
from livegate.liveness.reaction import responses
from tests.support.acting import Act, acted, evidence_of, frame_at, streamed

LEFT_SMILE = Challenge((Step(Action.LOOK_LEFT, 0.5), Step(Action.SMILE, 0.5)))

postures = st.builds(Posture, yaw=st.floats(-60, 60), pitch=st.floats(-50, 50), smile=st.floats(0, 1))


@given(st.randoms(use_true_random=False), st.lists(st.tuples(st.floats(0, 2), st.none() | postures), max_size=60))
def test_prompts_follow_one_another_and_a_run_always_ends(
    randomness: Random, seen: list[tuple[float, Posture | None]]
) -> None:
    challenge = draw_challenge(randomness)
    run, now = begin(challenge), 0.0
    for step, posture in seen:
        now += step
        frame = replace(frame_at(0, (), rest=posture or Posture(0, 0, 0)), captured_at=now)
        before, run = run, run.advance(frame if posture else replace(frame, face=None))
        assert run.prompts[: len(before.prompts)] == before.prompts
        assert len(run.prompts) - len(before.prompts) in {0, 1}
        assert run.pending in {None, *run.prompts[-1:]}
        assert not (run.is_over and run.pending)
        assert not before.is_over or run == before
    assert all(first.shown_at <= second.shown_at for first, second in pairwise(run.prompts))
    assert [prompt.action for prompt in run.all_prompts(now)] == [step.action for step in challenge.steps]
    for _ in range(2 + 3 * len(challenge.steps)):
        now += LONGEST_REST_TIME
        run = run.advance(replace(frame_at(0, ()), captured_at=now))
    assert run.is_over


@settings(max_examples=40)
@given(
    st.randoms(use_true_random=False),
    st.floats(0.3, 2.5),
    st.builds(Posture, yaw=st.floats(-12, 12), pitch=st.floats(-15, 15), smile=st.floats(0, 0.2)),
)
def test_who_answers_every_prompt_is_asked_for_everything_however_the_camera_is_held(
    randomness: Random, reaction_time: float, rest: Posture
) -> None:
    challenge = draw_challenge(randomness)
    run, frames = streamed(challenge, reaction_time=reaction_time, rest=rest)
    assert len(run.prompts) == len(challenge.steps)
    found = responses(evidence_of(frames, run.all_prompts(frames[-1].captured_at)))
    assert all(response.answer is not None and not response.unasked for response in found)


def test_nothing_is_asked_before_the_resting_face_is_known() -> None:
    run = begin(LEFT_SMILE)
    for frame in acted((), seconds=0.8):
        run = run.advance(frame)
    assert run.prompts == ()
    run = run.advance(frame_at(10, ()))
    assert run.pending is not None
    assert run.pending.action is Action.LOOK_LEFT
    assert run.pending.until == pytest.approx(run.pending.shown_at + 4.0)


def test_a_person_may_take_a_while_to_come_into_the_picture() -> None:
    run = begin(LEFT_SMILE)
    for frame in acted((), seconds=9.5):
        run = run.advance(frame if frame.captured_at > 8 else replace(frame, face=None))
    assert run.pending is not None


def test_the_next_prompt_waits_until_the_head_is_back() -> None:
    run = begin(LEFT_SMILE)
    shown = []
    for frame in acted([Act(Action.LOOK_LEFT, 1.5, held=2.0)], seconds=6):
        run = run.advance(frame)
        shown.append(run.pending.action if run.pending else None)
    assert shown[15:17] == [Action.LOOK_LEFT] * 2
    assert set(shown[18:43]) == {None}
    assert shown[46] is Action.SMILE


def test_a_prompt_that_stays_unanswered_ends_the_run_at_once_and_the_rest_counts_as_unanswered() -> None:
    run, frames = streamed(draw_challenge(Random(3)), answered=1)  # noqa: S311  # repeatable on purpose
    assert len(run.prompts) == 2
    ended_at = frames[-1].captured_at
    assert run.prompts[1].until <= ended_at < run.prompts[1].until + 0.2
    found = responses(evidence_of(frames, run.all_prompts(ended_at)))
    assert [response.answer is not None for response in found] == [True, False, False, False]


def test_another_movement_is_no_answer() -> None:
    run = begin(LEFT_SMILE)
    for frame in acted([Act(Action.LOOK_RIGHT, 1.5), Act(Action.LOOK_UP, 3.5)], seconds=4.5):
        run = run.advance(frame)
    assert run.pending is not None
    assert run.pending.action is Action.LOOK_LEFT


def test_time_limits_are_extended_for_who_needs_it() -> None:
    usual, extended = draw_challenge(Random(3)), draw_challenge(Random(3), time_factor=EXTENDED_TIME)  # noqa: S311  # repeatable on purpose
    (run, frames), (longer_run, longer) = streamed(usual, answered=0), streamed(extended, answered=0)
    assert longer_run.prompts[0].shown_at == run.prompts[0].shown_at
    assert longer[-1].captured_at - frames[-1].captured_at == pytest.approx(4.0)
