import cv2
import numpy as np
import pytest

from livegate.liveness.observation import FaceObservation
from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box, bounding_box
from livegate.vision.moire import MoireMeter

WHOLE = Box(0, 0, 512, 512)
CLEAR = 2.4  # no live clip, and none of 80 photos, comes near


@pytest.fixture(scope="module")
def meter() -> MoireMeter:
    return MoireMeter()


@pytest.fixture(scope="module")
def face(portrait_face: FaceObservation) -> Box:
    return bounding_box(portrait_face.landmarks)


def waves(across: float, down: float, *, size: int = 512) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A wave with this many periods in 64 pixels each way, -1 to 1."""
    row, column = np.mgrid[:size, :size] * 2 * np.pi / 64
    return np.asarray(np.cos(across * column + down * row)[..., None], np.float64)


def streaked(pixels: Pixels, across: float, down: float, depth: float) -> Pixels:
    return np.clip(pixels * (1 + depth * waves(across, down)), 0, 255).astype(np.uint8)


def value(meter: MoireMeter, pixels: Pixels, face: Box) -> float:
    measured = meter.prominence(pixels, face)
    assert measured is not None
    return measured


@pytest.mark.parametrize(("across", "down"), [(12.4, 3.1), (20, -13.5), (-9.7, 22), (4.5, 11)])
def test_a_faint_pattern_over_a_face_stands_out(
    meter: MoireMeter, portrait: Pixels, face: Box, across: float, down: float
) -> None:
    assert value(meter, streaked(portrait, across, down, 0.05), face) > CLEAR


def test_the_clearer_the_pattern_the_higher(meter: MoireMeter, portrait: Pixels, face: Box) -> None:
    values = [value(meter, streaked(portrait, 12.4, 5, depth), face) for depth in (0, 0.03, 0.06, 0.12)]

    assert values == sorted(values)
    assert values[0] < CLEAR < values[-1]


def test_a_filmed_grid_of_pixels_beats_with_the_cameras(meter: MoireMeter, portrait: Pixels, face: Box) -> None:
    """Every pixel of a screen has a dark gap; 1.3 of them fall on one of the camera's, whose beat has 0.3 periods."""
    fine = cv2.resize(portrait, (2048, 2048), interpolation=cv2.INTER_LINEAR)
    row, column = np.mgrid[:2048, :2048] * (1.3 / 4)
    gaps = np.where((column % 1 < 0.3) | (row % 1 < 0.15), 0.4, 1.0)[..., None]
    filmed = np.asarray(cv2.resize(fine * gaps, (512, 512), interpolation=cv2.INTER_AREA), np.float64)

    assert value(meter, np.clip(filmed, 0, 255).astype(np.uint8), face) > CLEAR


def test_a_persons_photo_has_none(meter: MoireMeter, portrait: Pixels, face: Box) -> None:
    assert value(meter, portrait, face) < 2


def test_the_seams_of_coded_blocks_are_none(meter: MoireMeter, portrait: Pixels, face: Box) -> None:
    seamed = portrait.copy()
    seamed[::8] = seamed[::8] * 0.95
    seamed[:, ::8] = seamed[:, ::8] * 0.95

    assert value(meter, seamed, face) < CLEAR


@pytest.mark.parametrize("quality", [5, 20, 90])
def test_jpeg_has_none(meter: MoireMeter, portrait: Pixels, face: Box, quality: int) -> None:
    _, encoded = cv2.imencode(".jpg", portrait, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), np.uint8)

    assert value(meter, decoded, face) < CLEAR


def test_the_comb_of_interlaced_video_is_none(meter: MoireMeter, portrait: Pixels, face: Box) -> None:
    combed = portrait.copy()
    combed[::2] = np.roll(portrait[::2], 3, axis=1) * 0.8

    assert value(meter, combed, face) < CLEAR


def test_noise_is_none(meter: MoireMeter, portrait: Pixels, face: Box) -> None:
    noise = np.random.default_rng(2).normal(0, 10, portrait.shape)

    assert value(meter, np.clip(portrait + noise, 0, 255).astype(np.uint8), face) < CLEAR


def test_a_striped_collar_is_not_all_over_the_face(meter: MoireMeter, portrait: Pixels, face: Box) -> None:
    striped = portrait.copy()
    lowest = round(face.bottom - 0.2 * face.height)
    striped[lowest:] = streaked(portrait, 0, 12.4, 0.4)[lowest:]

    assert value(meter, striped, face) < CLEAR


@pytest.mark.parametrize("box", [Box(-80, -90, 20, 30), Box(500, 500, 700, 720), Box(250, 250, 252, 253)])
def test_measures_what_is_in_the_frame(meter: MoireMeter, portrait: Pixels, box: Box) -> None:
    assert meter.prominence(portrait, box) is not None


def test_a_frame_smaller_than_a_tile_is_not_measured(meter: MoireMeter) -> None:
    assert meter.prominence(np.zeros((63, 200, 3), np.uint8), WHOLE) is None
