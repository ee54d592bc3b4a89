from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.vision.detector import Detection, FaceDetector, anchor_centres, distinct, tiles
from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box
from livegate.vision.networks import Networks

FACE = Box(175, 75, 275, 180)


@pytest.fixture(scope="module")
def detector(networks: Networks) -> FaceDetector:
    return FaceDetector(networks.detector)


def a_detection(box: Box, score: float) -> Detection:
    return Detection(box, score, left_eye=(0, 0), right_eye=(1, 0))


def test_anchors_are_the_models_two_grids() -> None:
    anchors = anchor_centres()

    assert anchors.shape == (896, 2)
    assert anchors[[0, 1, 2, 511]].tolist() == [[4, 4], [4, 4], [12, 4], [124, 124]]
    assert anchors[[512, 517, 518, 895]].tolist() == [[8, 8], [8, 8], [24, 8], [120, 120]]


@given(width=st.integers(1, 900), height=st.integers(1, 900), side=st.integers(128, 500))
def test_tiles_reach_every_edge_inside_the_picture_and_overlap_by_half(width: int, height: int, side: int) -> None:
    corners = list(tiles(width, height, side))

    for length, starts in ((width, {left for left, _ in corners}), (height, {top for _, top in corners})):
        ordered = sorted(starts)
        assert ordered[0] == 0
        assert ordered[-1] == max(length - side, 0)
        assert all(after - before <= side // 2 + 1 for before, after in pairwise(ordered))


def test_of_overlapping_detections_the_surest_is_kept() -> None:
    sure, cut_off, elsewhere = (
        a_detection(Box(0, 0, 100, 100), 0.9),
        a_detection(Box(0, 0, 100, 45), 0.7),
        a_detection(Box(200, 0, 300, 100), 0.6),
    )

    assert distinct([cut_off, elsewhere, sure]) == [sure, elsewhere]


def test_finds_the_face_and_its_eyes(detector: FaceDetector, portrait: Pixels) -> None:
    (found,) = detector.detect(portrait)

    assert found.box.overlap(FACE) > 0.85
    assert found.left_eye == pytest.approx((203, 101), abs=6)
    assert found.right_eye == pytest.approx((246, 104), abs=8)
    assert found.angle == pytest.approx(0.06, abs=0.12)


def test_finds_a_face_too_small_for_the_whole_picture(detector: FaceDetector, portrait: Pixels) -> None:
    scene = np.full((960, 1280, 3), 128, np.uint8)
    scene[200:712, 500:1012] = portrait

    found, *_ = detector.detect(scene)

    assert found.box.overlap(Box(FACE.left + 500, FACE.top + 200, FACE.right + 500, FACE.bottom + 200)) > 0.85


def test_a_small_face_beside_a_large_one_is_found_by_a_thorough_search_only(
    detector: FaceDetector, portrait: Pixels
) -> None:
    scene = np.full((512, 900, 3), 128, np.uint8)
    scene[:512, :512] = cv2.resize(portrait[20:276, 96:352], (512, 512), interpolation=cv2.INTER_CUBIC)
    scene[150:350, 620:820] = cv2.resize(portrait, (200, 200), interpolation=cv2.INTER_AREA)
    small = Box(620 + 175 * 0.39, 150 + 75 * 0.39, 620 + 275 * 0.39, 150 + 180 * 0.39)

    assert not any(found.box.overlap(small) > 0.5 for found in detector.detect(scene))
    assert any(found.box.overlap(small) > 0.5 for found in detector.detect(scene, thorough=True))


@pytest.mark.parametrize("size", [(1, 1), (3, 700), (50, 50)])
def test_takes_pictures_of_any_shape(detector: FaceDetector, size: tuple[int, int]) -> None:
    assert detector.detect(np.zeros((*size, 3), np.uint8), thorough=True) == []


def test_finds_no_face_in_noise(detector: FaceDetector) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (480, 640, 3), np.uint8)

    assert detector.detect(noise, thorough=True) == []
