"""The answer to a detection: one entry for every face, with what was asked for."""

from bisect import bisect
from enum import StrEnum
from typing import TypeVar

from livegate.contract.enums import (
    BlurLevel,
    ExposureLevel,
    NoiseLevel,
    QualityForRecognition,
    RecognitionModel,
)
from livegate.contract.responses import FaceRectangle, WireStruct

EXPOSURE_LIMITS = (0.25, 0.75)
NOISE_LIMITS = (0.3, 0.7)
"""Where a level of exposure or noise ends and the next begins: descriptions of the OpenAPI files."""

BLUR_LIMITS = (0.25, 0.75)
"""As for exposure. Azure does not publish those of blur; its published answers (0.06 low, 0.51 medium, 1 high) fit."""

Level = TypeVar("Level", bound=StrEnum)


class LandmarkCoordinate(WireStruct, frozen=True, kw_only=True):
    """A point in pixels, to a tenth as in Azure's answers."""

    x: float
    y: float


class FaceLandmarks(WireStruct, frozen=True, kw_only=True):
    """Azure's 27 points. Left and right are the viewer's: in an upright picture, left is the smaller x."""

    pupil_left: LandmarkCoordinate
    pupil_right: LandmarkCoordinate
    nose_tip: LandmarkCoordinate
    mouth_left: LandmarkCoordinate
    mouth_right: LandmarkCoordinate
    eyebrow_left_outer: LandmarkCoordinate
    eyebrow_left_inner: LandmarkCoordinate
    eye_left_outer: LandmarkCoordinate
    eye_left_top: LandmarkCoordinate
    eye_left_bottom: LandmarkCoordinate
    eye_left_inner: LandmarkCoordinate
    eyebrow_right_inner: LandmarkCoordinate
    eyebrow_right_outer: LandmarkCoordinate
    eye_right_inner: LandmarkCoordinate
    eye_right_top: LandmarkCoordinate
    eye_right_bottom: LandmarkCoordinate
    eye_right_outer: LandmarkCoordinate
    nose_root_left: LandmarkCoordinate
    nose_root_right: LandmarkCoordinate
    nose_left_alar_top: LandmarkCoordinate
    nose_right_alar_top: LandmarkCoordinate
    nose_left_alar_out_tip: LandmarkCoordinate
    nose_right_alar_out_tip: LandmarkCoordinate
    upper_lip_top: LandmarkCoordinate
    upper_lip_bottom: LandmarkCoordinate
    under_lip_top: LandmarkCoordinate
    under_lip_bottom: LandmarkCoordinate


class HeadPose(WireStruct, frozen=True, kw_only=True):
    """Head rotation in degrees, to a tenth as in Azure's answers."""

    pitch: float
    roll: float
    yaw: float


class BlurProperties(WireStruct, frozen=True, kw_only=True):
    """Blur 0 to 1, to a hundredth: the larger, the blurrier."""

    blur_level: BlurLevel
    value: float


class ExposureProperties(WireStruct, frozen=True, kw_only=True):
    """Exposure 0 to 1, to a hundredth: the larger, the brighter."""

    exposure_level: ExposureLevel
    value: float


class NoiseProperties(WireStruct, frozen=True, kw_only=True):
    """Noise 0 to 1, to a hundredth: the larger, the noisier."""

    noise_level: NoiseLevel
    value: float


class FaceAttributes(WireStruct, frozen=True, kw_only=True):
    """What was measured of a face; attributes that were not asked for are left out."""

    head_pose: HeadPose | None = None
    blur: BlurProperties | None = None
    exposure: ExposureProperties | None = None
    noise: NoiseProperties | None = None
    quality_for_recognition: QualityForRecognition | None = None


class FaceDetectionResult(WireStruct, frozen=True, kw_only=True):
    """One face; there is never a ``faceId`` (deviation D-30)."""

    recognition_model: RecognitionModel | None = None
    face_rectangle: FaceRectangle
    face_landmarks: FaceLandmarks | None = None
    face_attributes: FaceAttributes | None = None


def level_of(value: float, limits: tuple[float, float], levels: type[Level]) -> Level:
    """Return the level of ``value``; ``levels`` stand in ascending order, and a limit belongs to the level above it."""
    return tuple(levels)[bisect(limits, value)]
