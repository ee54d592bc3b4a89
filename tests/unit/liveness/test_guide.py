from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.liveness.guidance import Guidance
from livegate.liveness.guide import Guide, is_usable
from livegate.liveness.observation import FaceObservation, FaceRectangle, FrameObservation, HeadPose
from tests.support.observations import good_face, good_frame

FACE = good_face()


def quality(**changes: float) -> FaceObservation:
    return replace(FACE, quality=replace(FACE.quality, **changes))


def at(seconds: float, face: FaceObservation | None = FACE, *, count: int = 1) -> FrameObservation:
    return replace(good_frame(0), captured_at=seconds, face=face, face_count=0 if face is None else count)


def said(frame: FrameObservation, *, is_prompted: bool = False) -> Guidance:
    """What is said once a frame has been seen for a second."""
    guide = Guide()
    for tenth in range(10):
        guide = guide.advance(replace(frame, captured_at=tenth / 10), is_prompted=is_prompted)
    return guide.word


@pytest.mark.parametrize(
    ("face", "word"),
    [
        (FACE, Guidance.GOOD),
        (None, Guidance.NO_FACE),
        (quality(brightness=40), Guidance.TOO_DARK),
        (quality(highlight_share=0.3), Guidance.TOO_BRIGHT),
        (replace(FACE, rectangle=FaceRectangle(200, 290, 60, 70)), Guidance.MOVE_CLOSER),
        (replace(FACE, rectangle=FaceRectangle(10, 60, 500, 460)), Guidance.MOVE_FARTHER),
        (replace(FACE, rectangle=FaceRectangle(120, 10, 180, 220)), Guidance.MOVE_TO_CENTRE),
        (replace(FACE, visible_share=0.7), Guidance.MOVE_TO_CENTRE),
        (quality(sharpness=10), Guidance.HOLD_STILL),
        (replace(FACE, pose=HeadPose(yaw=-40, pitch=0, roll=0)), Guidance.LOOK_STRAIGHT),
    ],
)
def test_says_what_a_person_should_do(face: FaceObservation | None, word: Guidance) -> None:
    assert said(at(0, face)) is word


def test_the_first_word_is_said_at_once_and_another_once_it_is_called_for_steadily() -> None:
    guide, words = Guide(), []
    for tenth in range(8):
        guide = guide.advance(at(tenth / 10, None if tenth < 2 else FACE), is_prompted=False)
        words.append(guide.word)
    assert words == [Guidance.NO_FACE] * 5 + [Guidance.GOOD] * 3


def test_several_faces_come_first() -> None:
    assert said(at(0, quality(brightness=40), count=2)) is Guidance.SEVERAL_FACES


def test_who_was_asked_to_turn_is_not_told_to_look_straight() -> None:
    turned = at(0, replace(FACE, pose=HeadPose(yaw=40, pitch=0, roll=0)))
    assert said(turned, is_prompted=True) is Guidance.GOOD


def test_a_word_that_is_called_for_once_is_not_said() -> None:
    guide = Guide()
    for tenth, brightness in enumerate([120, 40, 120, 40, 120, 40]):
        guide = guide.advance(at(tenth / 10, quality(brightness=brightness)), is_prompted=False)
        assert guide.word is Guidance.GOOD


def test_a_value_on_the_edge_does_not_make_the_word_flicker() -> None:
    guide = Guide()
    words = []
    for tenth in range(60):
        edge = 45 + (3 if tenth // 5 % 2 else -3)
        guide = guide.advance(at(tenth / 10, quality(brightness=edge)), is_prompted=False)
        words.append(guide.word)
    assert words[10:] == [Guidance.TOO_DARK] * 50


@given(st.floats(0, 255), st.floats(0, 1), st.floats(0, 500), st.floats(-90, 90), st.integers(1, 639))
def test_there_is_a_word_for_every_face(
    brightness: float, highlights: float, sharpness: float, yaw: float, width: int
) -> None:
    face = quality(brightness=brightness, highlight_share=highlights, sharpness=sharpness)
    face = replace(face, rectangle=FaceRectangle(0, 0, width, width), pose=HeadPose(yaw, 0, 0))
    assert said(at(0, face)) in Guidance


class TestUsable:
    @pytest.mark.parametrize(
        "face",
        [
            None,
            quality(brightness=29),
            quality(highlight_share=0.36),
            quality(sharpness=7.9),
            replace(FACE, visible_share=0.5),
        ],
    )
    def test_a_frame_beyond_a_gate_is_not(self, face: FaceObservation | None) -> None:
        assert not is_usable(at(0, face))

    def test_a_turned_head_is(self) -> None:
        assert is_usable(at(0, replace(FACE, pose=HeadPose(yaw=60, pitch=0, roll=0))))
