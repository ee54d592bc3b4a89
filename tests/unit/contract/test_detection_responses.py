import pytest

from livegate.contract.detection_responses import BLUR_LIMITS, EXPOSURE_LIMITS, NOISE_LIMITS, level_of
from livegate.contract.enums import BlurLevel, ExposureLevel, NoiseLevel


@pytest.mark.parametrize(
    ("value", "level"),
    [
        (0, ExposureLevel.UNDER_EXPOSURE),
        (0.24, ExposureLevel.UNDER_EXPOSURE),
        (0.25, ExposureLevel.GOOD_EXPOSURE),
        (0.74, ExposureLevel.GOOD_EXPOSURE),
        (0.75, ExposureLevel.OVER_EXPOSURE),
        (1, ExposureLevel.OVER_EXPOSURE),
    ],
)
def test_a_limit_belongs_to_the_level_above_it(value: float, level: ExposureLevel) -> None:
    assert level_of(value, EXPOSURE_LIMITS, ExposureLevel) is level


@pytest.mark.parametrize(("value", "level"), [(0.29, "low"), (0.3, "medium"), (0.7, "high")])
def test_noise_has_the_published_limits(value: float, level: str) -> None:
    assert level_of(value, NOISE_LIMITS, NoiseLevel) == level


@pytest.mark.parametrize(("value", "level"), [(0.06, "low"), (0.11, "low"), (0.51, "medium"), (1.0, "high")])
def test_blur_has_the_levels_of_azures_published_answers(value: float, level: str) -> None:
    assert level_of(value, BLUR_LIMITS, BlurLevel) == level
