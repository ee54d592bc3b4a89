import numpy as np
import pytest

from livegate.vision.detector import Detection
from livegate.vision.finder import Preference, choose, is_face
from livegate.vision.geometry import Box
from livegate.vision.landmarker import Mesh


def a_mesh(left: float, top: float, side: float, *, presence: float = 1.0) -> Mesh:
    landmarks = np.zeros((478, 3), np.float32)
    landmarks[:, :2] = (left, top)
    landmarks[0, :2] = (left + side, top + side)
    return Mesh.of(landmarks, presence)


@pytest.mark.parametrize(
    ("score", "presence", "confirmed"),
    [(0.9, 0.2, True), (0.9, 0.1, False), (0.7, 0.998, False), (0.7, 0.9999, True)],
)
def test_the_less_sure_the_detector_the_surer_the_landmarks_must_be(
    score: float, presence: float, *, confirmed: bool
) -> None:
    detection = Detection(Box(0, 0, 50, 50), score, left_eye=(10, 10), right_eye=(30, 10))

    assert is_face(detection, a_mesh(0, 0, 50, presence=presence)) is confirmed


def test_the_prominent_face_is_large_or_else_nearer_to_the_centre() -> None:
    large, small, off_centre = a_mesh(0, 0, 200), a_mesh(300, 220, 50), a_mesh(600, 0, 50)

    assert choose([small, large], 640, 480, Preference.PROMINENT) is large
    assert choose([off_centre, small], 640, 480, Preference.PROMINENT) is small
    assert choose([large, small], 640, 480, Preference.CENTRAL) is small
    assert choose([], 640, 480, Preference.CENTRAL) is None
