from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.contract.detection_requests import MEASURED_ATTRIBUTES
from livegate.contract.detection_responses import FaceAttributes
from livegate.contract.enums import FaceAttributeType
from livegate.contract.versions import ApiVersion
from livegate.http.rendering.face_attributes import TYPICAL_CONTRAST, face_attributes
from livegate.liveness.observation import HeadPose, StillFace
from livegate.liveness.quality_gates import HIGHEST_NOISE
from livegate.liveness.reference import HIGH, MEDIUM
from tests.support.observations import good_face
from tests.support.openapi import validator

VALIDATOR = validator(ApiVersion.V1_2, "FaceAttributes")
ALL = frozenset(MEASURED_ATTRIBUTES)


def still_face(*, noise: float = 1.0, norm: float | None = 5.0, **quality: float) -> StillFace:
    face = good_face()
    return StillFace(replace(face, quality=replace(face.quality, **quality)), noise, norm)


def measured(seen: StillFace) -> FaceAttributes:
    attributes = face_attributes(seen, ALL)
    assert attributes is not None
    return attributes


def test_what_is_not_asked_for_is_left_out() -> None:
    assert face_attributes(still_face(), frozenset()) is None
    attributes = face_attributes(still_face(norm=None), frozenset({FaceAttributeType.BLUR}))
    assert msgspec.to_builtins(attributes).keys() == {"blur"}


def test_angles_are_told_in_tenths_and_zero_has_no_sign() -> None:
    seen = still_face()
    posed = replace(seen, face=replace(seen.face, pose=HeadPose(yaw=-12.34, pitch=5.67, roll=-0.04)))
    head_pose = measured(posed).head_pose
    assert msgspec.json.encode(head_pose) == b'{"pitch":5.7,"roll":0.0,"yaw":-12.3}'


@pytest.mark.parametrize(
    ("sharpness", "value", "level"),
    [
        (0, 1.0, "high"),
        (MEDIUM.lowest_sharpness, 0.75, "high"),
        (20, 0.5, "medium"),
        (HIGH.lowest_sharpness, 0.25, "medium"),
        (HIGH.lowest_sharpness + 2, 0.24, "low"),
        (250, 0.02, "low"),
    ],
)
def test_blur_begins_where_a_photo_serves_recognition_less_well(sharpness: float, value: float, level: str) -> None:
    """Deviation D-31."""
    blur = measured(still_face(sharpness=sharpness, contrast=TYPICAL_CONTRAST)).blur
    assert blur is not None
    assert (blur.value, blur.blur_level) == (value, level)


@given(sharpness=st.floats(5, 500), factor=st.floats(0.2, 1.5))
def test_a_darker_face_is_no_more_blurred(sharpness: float, factor: float) -> None:
    bright = measured(still_face(sharpness=sharpness, contrast=50)).blur
    dark = measured(still_face(sharpness=sharpness * factor**2, contrast=50 * factor)).blur
    assert bright is not None
    assert dark is not None
    assert dark.value == pytest.approx(bright.value, abs=0.011)


def test_a_face_without_any_contrast_is_blurred() -> None:
    blur = measured(still_face(sharpness=0, contrast=0)).blur
    assert blur is not None
    assert blur.value == 1.0


@pytest.mark.parametrize(
    ("brightness", "value", "level"),
    [
        (0, 0.0, "underExposure"),
        (HIGH.darkest - 2, 0.24, "underExposure"),
        (HIGH.darkest, 0.25, "goodExposure"),
        (130, 0.5, "goodExposure"),
        (HIGH.brightest, 0.75, "overExposure"),
        (255, 1.0, "overExposure"),
    ],
)
def test_exposure_is_good_where_a_photo_serves_recognition(brightness: float, value: float, level: str) -> None:
    exposure = measured(still_face(brightness=brightness)).exposure
    assert exposure is not None
    assert (exposure.value, exposure.exposure_level) == (value, level)


@pytest.mark.parametrize(
    ("deviation", "value", "level"),
    [(0, 0.0, "low"), (5, 0.29, "low"), (6, 0.35, "medium"), (HIGHEST_NOISE, 0.7, "high"), (40, 1.0, "high")],
)
def test_noise_is_high_where_a_capture_is_refused(deviation: float, value: float, level: str) -> None:
    noise = measured(still_face(noise=deviation)).noise
    assert noise is not None
    assert (noise.value, noise.noise_level) == (value, level)


@pytest.mark.parametrize(("norm", "quality"), [(HIGH.smallest_norm, "high"), (2.5, "medium"), (1.0, "low")])
def test_quality_is_that_of_a_verify_image(norm: float, quality: str) -> None:
    assert measured(still_face(norm=norm)).quality_for_recognition == quality


@given(
    sharpness=st.floats(0, 1e5),
    brightness=st.floats(0, 255),
    contrast=st.floats(0, 128),
    noise=st.floats(0, 200),
    norm=st.floats(0, 50),
    angles=st.tuples(*[st.floats(-180, 180)] * 3),
)
def test_any_face_is_described_as_the_specification_has_it(
    sharpness: float,
    brightness: float,
    contrast: float,
    noise: float,
    norm: float,
    angles: tuple[float, float, float],
) -> None:
    seen = still_face(sharpness=sharpness, brightness=brightness, contrast=contrast, noise=noise, norm=norm)
    posed = replace(seen, face=replace(seen.face, pose=HeadPose(*angles)))
    VALIDATOR.validate(msgspec.to_builtins(measured(posed)))
