from dataclasses import replace

import pytest

from livegate.liveness.challenge import Action
from livegate.liveness.movement import movements
from livegate.liveness.posture import AT_EASE, Posture, resting_posture
from tests.support.acting import Act, acted, frame_at
from tests.support.observations import good_face


@pytest.mark.parametrize("action", list(Action))
def test_an_action_is_one_movement_from_the_frame_that_reaches_it(action: Action) -> None:
    (movement,) = movements(acted([Act(action, 1.0, held=1.0)], seconds=4), AT_EASE)
    assert movement.action is action
    assert 1.1 <= movement.reached_at <= 1.3
    assert 2.2 <= movement.seen_until <= 2.6


def test_small_movements_are_none() -> None:
    acts = [Act(action, 1.0 + 2 * place, size=0.4) for place, action in enumerate(Action) if action is not Action.SMILE]
    assert movements(acted(acts, seconds=10), AT_EASE) == ()


def test_the_corners_of_a_speaking_mouth_are_no_smile() -> None:
    spoken = movements(acted([Act(Action.SMILE, 1.0, held=0.0)], seconds=3), AT_EASE)
    assert not any(movement.is_done_between(0, 3) for movement in spoken)


def test_a_head_that_wavers_where_a_turn_counts_makes_one_movement() -> None:
    yaws = (0, 10, 18, 13, 16, 12, 17, 4, 0)
    frames = [frame_at(index, (), rest=Posture(yaw, 0, 0)) for index, yaw in enumerate(yaws)]
    (movement,) = movements(frames, AT_EASE)
    assert (movement.reached_at, movement.seen_until) == pytest.approx((0.2, 0.6))


def test_a_turn_goes_on_where_the_profile_hides_the_face() -> None:
    frames = [
        replace(frame, face=None) if 1.5 < frame.captured_at < 1.9 else frame
        for frame in acted([Act(Action.LOOK_LEFT, 1.0)], seconds=3)
    ]
    assert [movement.action for movement in movements(frames, AT_EASE)] == [Action.LOOK_LEFT]


def test_rest_is_how_the_person_holds_the_head_and_not_level() -> None:
    rest = Posture(yaw=-8, pitch=16, smile=0.1)
    frames = tuple(acted([Act(Action.LOOK_DOWN, 2.0)], seconds=4, rest=rest))
    faces = [frame.face for frame in frames[:15] if frame.face is not None]
    assert resting_posture(faces) == rest
    assert [movement.action for movement in movements(frames, rest)] == [Action.LOOK_DOWN]


def test_a_face_in_profile_is_not_at_rest() -> None:
    turned = replace(good_face(), pose=replace(good_face().pose, yaw=50))
    assert resting_posture([turned, good_face(), turned]) == Posture(0, 0, 0.1)
    assert resting_posture([turned]) == AT_EASE
