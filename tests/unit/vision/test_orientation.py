import struct

import numpy as np
import pytest
from PIL import Image, ImageOps

from livegate.vision.frame import Pixels
from livegate.vision.orientation import Orientation

QUARTER_TURN_CLOCKWISE = (0, 1, 0, -1, 0, 0, 0, 0, 1)


@pytest.mark.parametrize("value", range(1, 9))
def test_turns_as_every_exif_value_asks(quadrants: Pixels, value: int) -> None:
    image = Image.fromarray(quadrants)
    image.getexif()[0x0112] = value
    expected = np.asarray(ImageOps.exif_transpose(image))
    assert np.array_equal(Orientation.from_exif(value).upright(quadrants), expected)


@pytest.mark.parametrize("value", [None, 0, 9, "6", -1])
def test_takes_unknown_exif_values_as_upright(value: object) -> None:
    assert Orientation.from_exif(value) == Orientation()


@pytest.mark.parametrize(
    ("matrix", "exif"),
    [
        ((1, 0, 0, 0, 1, 0, 0, 0, 1), 1),
        ((-1, 0, 0, 0, 1, 0, 0, 0, 1), 2),
        ((-1, 0, 0, 0, -1, 0, 0, 0, 1), 3),
        ((1, 0, 0, 0, -1, 0, 0, 0, 1), 4),
        ((0, 1, 0, 1, 0, 0, 0, 0, 1), 5),
        (QUARTER_TURN_CLOCKWISE, 6),
        ((0, -1, 0, -1, 0, 0, 0, 0, 1), 7),
        ((0, -1, 0, 1, 0, 0, 0, 0, 1), 8),
    ],
)
def test_reads_display_matrices(matrix: tuple[int, ...], exif: int) -> None:
    stored = struct.pack("=9i", *(number << 16 for number in matrix))
    assert Orientation.from_display_matrix(stored) == Orientation.from_exif(exif)


def test_rounds_slanted_matrices_to_the_nearest_right_angle() -> None:
    stored = struct.pack("=9i", 100, 65530, 0, -65530, 100, 0, 0, 0, 1 << 30)
    assert Orientation.from_display_matrix(stored) == Orientation.from_exif(6)
