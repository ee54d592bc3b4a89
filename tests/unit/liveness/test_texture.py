from dataclasses import replace

import pytest

from livegate.liveness.evidence import Evidence
from livegate.liveness.observation import CaptureObservation
from livegate.liveness.readings import CueName, CueReading
from livegate.liveness.texture import ENOUGH_READINGS, texture_readings
from tests.support.observations import capture_of, good_capture, good_face, good_frame, with_face, with_quality


def reading_of(capture: CaptureObservation) -> CueReading:
    (reading,) = texture_readings(Evidence(capture))
    return reading


def test_a_good_capture_reads_its_median_in_full_quality() -> None:
    frames = [good_frame(index, live=live) for index, live in enumerate([0.9] * 5 + [0.1] * 4)]

    assert reading_of(capture_of(*frames)) == CueReading(CueName.TEXTURE, "texture_live_median", 0.9, 1.0)


def test_frames_without_a_reading_do_not_count() -> None:
    frames = [good_frame(0, live=0.2), *(replace(good_frame(index), texture=None) for index in range(1, 20))]

    reading = reading_of(capture_of(*frames))

    assert (reading.value, reading.quality) == (0.2, 1 / ENOUGH_READINGS)


@pytest.mark.parametrize(("width", "quality"), [(20, 0), (48, 0.25), (67, 0.55), (96, 1), (180, 1)])
def test_a_small_face_says_less(width: int, quality: float) -> None:
    assert reading_of(with_face(good_capture(), good_face(width=width))).quality == pytest.approx(quality, abs=0.01)


@pytest.mark.parametrize(("sharpness", "quality"), [(0, 0), (8, 0.2), (22, 0.55), (40, 1)])
def test_a_blurred_face_says_less(sharpness: float, quality: float) -> None:
    assert reading_of(with_quality(good_capture(), sharpness=sharpness)).quality == pytest.approx(quality)


@pytest.mark.parametrize(("noise", "quality"), [(6, 1), (10, 0.5), (12, 0.25), (15, 0)])
def test_a_noisy_face_says_less(noise: float, quality: float) -> None:
    assert reading_of(with_quality(good_capture(), noise=noise)).quality == pytest.approx(quality)


def test_the_poorest_quality_counts() -> None:
    assert reading_of(with_quality(good_capture(), noise=10, sharpness=10)).quality == pytest.approx(0.25)


def test_there_is_no_reading_where_no_texture_was_read() -> None:
    assert texture_readings(Evidence(with_face(good_capture(), None))) == ()
    assert texture_readings(Evidence(capture_of())) == ()
