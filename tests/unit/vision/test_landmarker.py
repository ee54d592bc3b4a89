import cv2
import numpy as np
import pytest

from livegate.vision.detector import FaceDetector
from livegate.vision.frame import Pixels
from livegate.vision.landmarker import FaceLandmarker, Mesh, eye_line_angle
from livegate.vision.networks import Networks


@pytest.fixture(scope="module")
def landmarker(networks: Networks) -> FaceLandmarker:
    return FaceLandmarker(networks.landmarker)


@pytest.fixture(scope="module")
def detector(networks: Networks) -> FaceDetector:
    return FaceDetector(networks.detector)


def fit(detector: FaceDetector, landmarker: FaceLandmarker, pixels: Pixels, *, refine: bool = False) -> Mesh:
    return landmarker.fit(pixels, detector.detect(pixels)[0], refine=refine)


def test_depth_scales_with_the_picture(detector: FaceDetector, landmarker: FaceLandmarker, portrait: Pixels) -> None:
    large = np.asarray(cv2.resize(portrait, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)

    depth = fit(detector, landmarker, portrait).landmarks[:, 2]
    depth_of_large = fit(detector, landmarker, large).landmarks[:, 2]

    assert np.ptp(depth_of_large) == pytest.approx(2 * np.ptp(depth), rel=0.1)


def test_refining_agrees_with_the_first_fit_of_a_clear_face(
    detector: FaceDetector, landmarker: FaceLandmarker, portrait: Pixels
) -> None:
    first, refined = (fit(detector, landmarker, portrait, refine=refine) for refine in (False, True))

    distance = np.linalg.norm(first.landmarks[:, :2] - refined.landmarks[:, :2], axis=1)
    assert 0 < distance.mean() < 1.5


def test_there_is_no_face_where_there_is_only_hair(
    detector: FaceDetector, landmarker: FaceLandmarker, portrait: Pixels
) -> None:
    found = detector.detect(portrait)[0]
    faceless = portrait.copy()
    faceless[80:185, 170:280] = portrait[30:40, 200:210].mean(axis=(0, 1)).astype(np.uint8)

    assert landmarker.fit(faceless, found).presence < 0.1


def test_the_eye_line_of_a_head_tilted_clockwise_falls_to_the_right() -> None:
    landmarks = np.zeros((478, 3), np.float32)
    landmarks[33, :2], landmarks[263, :2] = (10, 10), (20, 20)

    assert eye_line_angle(landmarks) == pytest.approx(np.pi / 4)
