import cv2
import numpy as np
import pytest

from livegate.liveness.observation import FaceObservation
from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box, bounding_box
from livegate.vision.medium_border import medium_border

FACE = Box(270, 140, 370, 260)  # its longer side is 120 pixels


def wall(brightness: int = 150) -> Pixels:
    return np.full((480, 640, 3), brightness, np.uint8)


def sheet(pixels: Pixels, corners: list[tuple[int, int]], brightness: int) -> Pixels:
    filled = cv2.fillPoly(pixels.copy(), [np.array(corners, np.int32)], (brightness,) * 3, lineType=cv2.LINE_AA)
    return np.asarray(filled, np.uint8)


@pytest.mark.parametrize("brightness", [60, 230])
def test_finds_three_sides_of_a_sheet_that_is_held_aslant(brightness: int) -> None:
    aslant = [(215, 60), (415, 40), (445, 380), (225, 400)]

    border = medium_border(sheet(wall(), aslant, brightness), FACE)

    assert border.left == pytest.approx(1, abs=0.05)
    assert border.right == pytest.approx(1, abs=0.05)
    assert border.below == pytest.approx(1, abs=0.05)


def test_a_door_frame_ends_at_the_shoulders() -> None:
    person = sheet(wall(), [(190, 480), (190, 310), (270, 280), (370, 280), (450, 310), (450, 480)], 60)
    doorway = wall()
    doorway[:, 210:430] = 90
    person_before_it = np.where(person == 60, person, doorway)

    border = medium_border(person_before_it, FACE)

    assert border.left is not None
    assert border.left < 0.85
    assert border.right is not None
    assert border.right < 0.85


def test_a_line_beyond_the_shoulders_or_across_the_face_is_no_border() -> None:
    pixels = wall()
    pixels[:, 490:] = 60
    pixels[200:] //= 2

    border = medium_border(pixels, FACE)

    assert (border.left, border.below) == (0, 0)
    assert border.right is not None
    assert border.right < 0.5


def test_a_faint_line_is_no_border() -> None:
    assert medium_border(sheet(wall(), [(215, 0), (425, 0), (425, 479), (215, 479)], 140), FACE).left == 0


def test_soft_shadows_and_noise_are_no_border() -> None:
    random = np.random.default_rng(1)
    shaded = wall() * np.linspace(0.4, 1.2, 640)[None, :, None] + random.normal(0, 8, (480, 640, 3))

    border = medium_border(np.clip(shaded, 0, 255).astype(np.uint8), FACE)

    assert max(border.left or 0, border.right or 0, border.below or 0) < 0.5


def test_a_side_that_is_out_of_the_frame_is_not_measured() -> None:
    close = medium_border(wall(), Box(100, 60, 500, 460))
    in_the_corner = medium_border(wall(), Box(0, 0, 120, 140))
    outside = medium_border(wall(), Box(-300, -300, -200, -180))

    assert (close.left, close.right, close.below) == (None, None, None)
    assert in_the_corner.left is None
    assert in_the_corner.right == 0
    assert (outside.left, outside.right, outside.below) == (None, None, None)


@pytest.mark.parametrize("scale", [0.5, 2, 3])
def test_hardly_depends_on_the_resolution(scale: float) -> None:
    held = sheet(wall(), [(215, 60), (415, 40), (445, 380), (225, 400)], 230)
    scaled = np.asarray(cv2.resize(held, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    face = Box(*(scale * side for side in (FACE.left, FACE.top, FACE.right, FACE.bottom)))

    border = medium_border(scaled, face)

    assert border.left is not None
    assert border.left > 0.9
    assert border.below is not None
    assert border.below > 0.9


def test_a_person_before_a_busy_background_has_no_border(portrait: Pixels, portrait_face: FaceObservation) -> None:
    border = medium_border(portrait, bounding_box(portrait_face.landmarks))

    assert sorted(line or 0 for line in (border.left, border.right, border.below))[1] < 0.85
