"""How well a face can be judged: plain statistics of its luma."""

from math import cos, radians

import cv2
import numpy as np
from cv2.typing import MatLike

from livegate.liveness.observation import FaceObservation, FaceQuality
from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box, crop, upright_square

CROP_SIZE = 128
SHADOW_LUMA = 25
HIGHLIGHT_LUMA = 245
TYPICAL_SHARPNESS = 200.0  # median over phone and webcam captures; half of the credit is given there

# J. Immerkaer, Fast noise variance estimation, 1996: this mask is the difference of two Laplacians, blind to edges.
# Its rows and columns are the same mask of one dimension.
_NOISE_MASK = np.array([1, -2, 1], dtype=np.float32)
_NOISE_MASK_NORM = 6.0  # square root of the sum of its squared weights
# For Gaussian noise the median of absolute values is 0.6745 standard deviations; unlike Immerkaer's mean it shrugs
# off the hairs, lashes and glasses that the mask does answer to.
_MEDIAN_TO_DEVIATION = 1 / 0.6745


def face_quality(pixels: Pixels, box: Box) -> FaceQuality:
    """Measure the square around the landmarks' ``box``, scaled to 128 x 128.

    Scaling averages: the noise of a face wider than 128 pixels is what is left of it at that size.
    """
    matrix = upright_square(box.centre, max(box.width, box.height, 1.0), 0.0, CROP_SIZE)
    luma = cv2.cvtColor(crop(pixels, matrix, CROP_SIZE), cv2.COLOR_RGB2GRAY)
    mean, deviation = cv2.meanStdDev(luma)
    _, sharpness = cv2.meanStdDev(cv2.Laplacian(luma, cv2.CV_16S))
    return FaceQuality(
        brightness=float(mean.item()),
        shadow_share=float(np.count_nonzero(luma < SHADOW_LUMA) / luma.size),
        highlight_share=float(np.count_nonzero(luma > HIGHLIGHT_LUMA) / luma.size),
        contrast=float(deviation.item()),
        sharpness=float(sharpness.item()) ** 2,
        noise=_noise(luma),
    )


def pixel_noise(pixels: Pixels, box: Box) -> float:
    """Return the deviation of noise in luma levels in the part of ``box`` inside the picture, at its own scale.

    That of ``face_quality`` holds at the scale of its crop, where enlarging a small face smooths its noise away.
    """
    height, width = pixels.shape[:2]
    left, top = min(max(int(box.left), 0), width - 1), min(max(int(box.top), 0), height - 1)
    right, bottom = max(int(box.right), left + 1), max(int(box.bottom), top + 1)
    return _noise(cv2.cvtColor(np.ascontiguousarray(pixels[top:bottom, left:right]), cv2.COLOR_RGB2GRAY))


def _noise(luma: MatLike) -> float:
    residual = np.abs(cv2.sepFilter2D(luma, cv2.CV_16S, _NOISE_MASK, _NOISE_MASK)).ravel()
    # The residuals are whole numbers: counting them finds their median many times faster than ordering them.
    up_to = np.bincount(residual).cumsum()
    below, above = np.searchsorted(up_to, ((residual.size + 1) // 2, residual.size // 2 + 1)).tolist()
    return float(below + above) / 2 * _MEDIAN_TO_DEVIATION / _NOISE_MASK_NORM


def suitability(face: FaceObservation) -> float:
    """Return how well a face serves to recognise or show the person, 0..1: frontal, sharp, open-eyed and in view.

    A rule of thumb for picking one frame among many of one capture, not a measure of quality between captures.
    """
    frontal = cos(radians(face.pose.yaw)) * cos(radians(face.pose.pitch))
    sharp = face.quality.sharpness / (face.quality.sharpness + TYPICAL_SHARPNESS)
    return max(frontal, 0.0) ** 2 * sharp * (1 - face.eye_blink / 2) * face.visible_share
