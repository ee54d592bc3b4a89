from math import pi

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box, bounding_box, crop, fit_similarity, invert, transform, upright_square

lengths = st.floats(1, 500)
angles = st.floats(-pi, pi)
positions = st.tuples(st.floats(-200, 800), st.floats(-200, 800))


def test_a_square_turned_clockwise_has_its_first_corner_where_the_turn_puts_it() -> None:
    matrix = upright_square((100, 50), side=20, angle=pi / 2, size=10)

    # Turned by a right angle clockwise, the square's own top left corner is the frame's top right one.
    assert transform(matrix, np.array([[110.0, 40.0], [100.0, 50.0], [110.0, 60.0]])) == pytest.approx(
        np.array([[0.0, 0.0], [5.0, 5.0], [10.0, 0.0]])
    )


@given(centre=positions, side=lengths, angle=angles, point=positions)
def test_inverting_undoes_a_transform(
    centre: tuple[float, float], side: float, angle: float, point: tuple[float, float]
) -> None:
    matrix = upright_square(centre, side, angle, 256)

    assert transform(invert(matrix), transform(matrix, np.array([point]))) == pytest.approx(np.array([point]), abs=1e-6)


@given(centre=positions, side=lengths, angle=angles)
def test_fitting_recovers_the_similarity_that_moved_the_points(
    centre: tuple[float, float], side: float, angle: float
) -> None:
    points = np.array([[38.0, 52.0], [74.0, 51.0], [56.0, 72.0], [42.0, 92.0], [71.0, 92.0]])
    matrix = upright_square(centre, side, angle, 64)

    assert fit_similarity(points, transform(matrix, points)) == pytest.approx(matrix, abs=1e-5)


def test_fitting_never_mirrors() -> None:
    points = np.array([[0.0, 0.0], [10.0, 0.0], [5.0, 8.0]])

    assert np.linalg.det(fit_similarity(points, points * (-1, 1))[:, :2]) > 0


def test_a_crop_shows_exactly_its_square(quadrants: Pixels) -> None:
    cut = crop(quadrants, upright_square((48, 12), side=16, angle=0, size=16), 16)

    assert np.array_equal(cut, quadrants[4:20, 40:56])


def test_a_crop_reaching_over_the_edge_repeats_it_or_is_black(quadrants: Pixels) -> None:
    matrix = upright_square((0, 12), side=16, angle=0, size=16)

    assert np.array_equal(crop(quadrants, matrix, 16)[:, 0], quadrants[4:20, 0])
    assert not crop(quadrants, matrix, 16, border=cv2.BORDER_CONSTANT)[:, 0].any()


def test_a_shrinking_crop_averages_what_it_skips() -> None:
    stripes = np.zeros((400, 400, 3), np.uint8)
    stripes[:, ::2] = 200

    cut = crop(stripes, upright_square((200, 200), side=300, angle=0, size=30), 30)

    assert np.abs(cut.astype(int) - 100).max() <= 2


def test_a_shrinking_crop_keeps_positions() -> None:
    pixels = np.zeros((600, 600, 3), np.uint8)
    pixels[300:, 300:] = 255

    cut = crop(pixels, upright_square((300, 300), side=500, angle=0, size=50), 50)

    assert cut[:25, :25].max() < 30
    assert cut[26:, 26:].min() > 225


def test_a_crop_outside_the_frame_still_has_its_size(quadrants: Pixels) -> None:
    assert crop(quadrants, upright_square((900, -900), side=100, angle=0.3, size=8), 8).shape == (8, 8, 3)


def test_the_bounding_box_encloses_all_points() -> None:
    box = bounding_box(np.array([[3.0, 9.0, 1.0], [-2.0, 4.0, 0.0], [5.0, 6.0, 7.0]]))

    assert box == Box(-2, 4, 5, 9)
    assert (box.width, box.height, box.centre) == (7, 5, (1.5, 6.5))


@pytest.mark.parametrize(
    ("other", "share"),
    [
        (Box(0, 0, 10, 10), 1.0),
        (Box(5, 0, 15, 10), 0.5),
        (Box(2, 2, 4, 4), 1.0),
        (Box(20, 0, 30, 10), 0.0),
        (Box(3, 3, 3, 9), 0.0),
    ],
)
def test_overlap_is_the_covered_share_of_the_smaller_box(other: Box, share: float) -> None:
    assert Box(0, 0, 10, 10).overlap(other) == pytest.approx(share)


def test_a_rectangle_is_rounded_by_its_edges() -> None:
    rectangle = Box(1.4, 2.6, 4.6, 9.4).rectangle()

    assert (rectangle.left, rectangle.top, rectangle.width, rectangle.height) == (1, 3, 4, 6)
