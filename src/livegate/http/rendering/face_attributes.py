"""What was measured of a face, on Azure's scales (deviation D-31).

Azure publishes the limits of its levels, not what it measures. Each scale is laid so that these limits fall on limits
of livegate's own: those within which a photo serves recognition, and that beyond which a capture is refused.
"""

import math

import numpy as np

from livegate.contract.detection_responses import (
    BLUR_LIMITS,
    EXPOSURE_LIMITS,
    NOISE_LIMITS,
    BlurProperties,
    ExposureProperties,
    FaceAttributes,
    HeadPose,
    NoiseProperties,
    level_of,
)
from livegate.contract.enums import BlurLevel, ExposureLevel, FaceAttributeType, NoiseLevel, QualityForRecognition
from livegate.liveness import observation
from livegate.liveness.observation import FaceQuality, StillFace
from livegate.liveness.quality_gates import HIGHEST_NOISE
from livegate.liveness.reference import HIGH, MEDIUM, recognition_quality

BRIGHTEST_LUMA = 255
TYPICAL_CONTRAST = 45.0
"""Standard deviation of the luma of a face, about the median over LFW photos."""


def face_attributes(seen: StillFace, asked: frozenset[FaceAttributeType]) -> FaceAttributes | None:
    """Return those of the measured attributes that were asked for, or None when none was."""
    if not asked:
        return None
    face, norm = seen.face, seen.embedding_norm
    kinds = FaceAttributeType
    return FaceAttributes(
        head_pose=_head_pose(face.pose) if kinds.HEAD_POSE in asked else None,
        blur=_blur(face.quality) if kinds.BLUR in asked else None,
        exposure=_exposure(face.quality.brightness) if kinds.EXPOSURE in asked else None,
        noise=_noise(seen.pixel_noise) if kinds.NOISE in asked else None,
        quality_for_recognition=None if norm is None else QualityForRecognition(recognition_quality(face, norm)),
    )


def _head_pose(pose: observation.HeadPose) -> HeadPose:
    """Return the pose as it is: the signs are Azure's.

    Roll is the clockwise angle of the face rectangle in Azure's guide to head pose, and in published answers with
    landmarks a nose towards the picture's right has a positive yaw. Pitch is taken as positive upwards, as apps do.
    """
    return HeadPose(pitch=_tenths(pose.pitch), roll=_tenths(pose.roll), yaw=_tenths(pose.yaw))


def _tenths(degrees: float) -> float:
    return round(degrees, 1) + 0.0  # turns -0.0 into 0.0


def _blur(quality: FaceQuality) -> BlurProperties:
    """Fall with sharpness along a logistic curve of its logarithm, through both limits.

    Sharpness is a variance of luma: taken at one contrast, it is the same for a dark face and a bright one.
    """
    sharpness = quality.sharpness * (TYPICAL_CONTRAST / max(quality.contrast, 1.0)) ** 2
    sharp, blurred = HIGH.lowest_sharpness, MEDIUM.lowest_sharpness
    low, high = BLUR_LIMITS
    slope = (math.log(high / (1 - high)) - math.log(low / (1 - low))) / math.log(sharp / blurred)
    middle = math.sqrt(sharp * blurred)
    value = round(1 / (1 + (sharpness / middle) ** slope), 2)
    return BlurProperties(blur_level=level_of(value, BLUR_LIMITS, BlurLevel), value=value)


def _exposure(brightness: float) -> ExposureProperties:
    """Rise with the mean luma of the face, in straight lines between the limits."""
    lumas = (0, HIGH.darkest, HIGH.brightest, BRIGHTEST_LUMA)
    value = round(float(np.interp(brightness, lumas, (0, *EXPOSURE_LIMITS, 1))), 2)
    return ExposureProperties(exposure_level=level_of(value, EXPOSURE_LIMITS, ExposureLevel), value=value)


def _noise(deviation: float) -> NoiseProperties:
    """Rise in proportion to the deviation of noise; it is high beyond the limit of the captures' gate."""
    value = round(min(deviation / HIGHEST_NOISE * max(NOISE_LIMITS), 1.0), 2)
    return NoiseProperties(noise_level=level_of(value, NOISE_LIMITS, NoiseLevel), value=value)
