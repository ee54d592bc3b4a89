import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from livegate.liveness.observation import FaceObservation, FloatArray
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.frame import Frame, Pixels
from livegate.vision.pose import CANONICAL_POINTS, RIGID_LANDMARKS, head_pose

turns = st.floats(-70, 70)


def turn(axis: int, degrees: float) -> NDArray[np.float64]:
    """Rotation by the right-hand rule about x (to the subject's left), y (up) or z (to the camera)."""
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix = np.eye(3)
    first, second = (axis + 1) % 3, (axis + 2) % 3
    matrix[first, first] = matrix[second, second] = cosine
    matrix[second, first], matrix[first, second] = sine, -sine
    return matrix


def pictured(head: NDArray[np.float64]) -> FloatArray:
    """A mesh in picture coordinates of the canonical head, turned by ``head``, 12 pixels a centimetre."""
    landmarks = np.zeros((478, 3), np.float32)
    landmarks[RIGID_LANDMARKS] = (CANONICAL_POINTS @ head.T) * (12, -12, -12) + (320, 240, 0)
    return landmarks


@given(yaw=turns, pitch=turns, roll=st.floats(-170, 170))
def test_recovers_a_known_rotation(yaw: float, pitch: float, roll: float) -> None:
    pose = head_pose(pictured(turn(2, -roll) @ turn(1, yaw) @ turn(0, -pitch)))

    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx((yaw, pitch, roll), abs=0.01)


def test_a_nose_to_the_pictures_right_is_a_turn_to_the_subjects_left() -> None:
    landmarks = pictured(turn(1, 30))

    assert landmarks[4, 0] > landmarks[168, 0]
    assert head_pose(landmarks).yaw == pytest.approx(30, abs=0.01)


def test_a_raised_nose_is_a_pitch_upwards() -> None:
    raised, level = pictured(turn(0, -20)), pictured(np.eye(3))

    assert raised[4, 1] - raised[10, 1] < level[4, 1] - level[10, 1]
    assert head_pose(raised).pitch == pytest.approx(20, abs=0.01)


@given(yaw=turns, pitch=turns, roll=st.floats(-80, 80))
def test_a_mirrored_mesh_looks_and_tilts_the_other_way(yaw: float, pitch: float, roll: float) -> None:
    landmarks = pictured(turn(2, -roll) @ turn(1, yaw) @ turn(0, -pitch))
    mirrored = landmarks * np.array([-1, 1, 1], np.float32)
    # A mirror swaps the landmarks of the subject's left and right.
    for right, left in ((33, 263), (133, 362), (127, 356), (234, 454)):
        mirrored[[right, left]] = mirrored[[left, right]]

    pose = head_pose(mirrored)

    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx((-yaw, pitch, -roll), abs=0.01)


@pytest.mark.parametrize("clockwise", [-35, 35])
def test_turning_the_picture_clockwise_adds_to_roll_only(
    analyser: FaceAnalyser, portrait: Pixels, portrait_face: FaceObservation, clockwise: int
) -> None:
    # OpenCV counts angles counter-clockwise.
    matrix = cv2.getRotationMatrix2D((224, 120), -clockwise, 1.0)
    pixels = np.asarray(cv2.warpAffine(portrait, matrix, (512, 512)), np.uint8)
    turned = analyser.observe(Frame(0.0, pixels), with_texture=False).face

    assert turned is not None
    assert turned.pose.roll - portrait_face.pose.roll == pytest.approx(clockwise, abs=5)
    assert turned.pose.yaw == pytest.approx(portrait_face.pose.yaw, abs=6)
    assert turned.pose.pitch == pytest.approx(portrait_face.pose.pitch, abs=6)
    assert turned.smile == pytest.approx(portrait_face.smile, abs=0.2)
