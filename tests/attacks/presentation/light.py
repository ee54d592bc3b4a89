"""Between a picture's numbers and the light that they stand for."""

import cv2
import numpy as np
from numpy.typing import NDArray

from livegate.vision.frame import Pixels

Light = NDArray[np.float32]
"""Linear light, 0 for none and 1 for what a camera shows as white."""

GAMMA = 2.2  # sRGB's curve to within a few levels
_LINEAR = ((np.arange(256) / 255) ** GAMMA).astype(np.float32)
_STEPS = 65535
_ENCODED = (np.arange(_STEPS + 1) / _STEPS) ** (1 / GAMMA)


def linear(pixels: Pixels) -> Light:
    """Return the light that a picture stands for."""
    return np.asarray(_LINEAR[pixels], np.float32)


def encoded(light: Light, *, contrast: float = 0.0) -> Pixels:
    """Return light as a picture, clipped as a sensor clips it.

    ``contrast``, 0..1: how far the camera's tone curve is S-shaped; its slope in the middle is greater by that.
    """
    places = (np.clip(light, 0, 1) * np.float32(_STEPS)).astype(np.uint16)
    curve = _ENCODED - contrast * np.sin(2 * np.pi * _ENCODED) / (2 * np.pi)
    return np.asarray((curve * 255 + 0.5).astype(np.uint8)[places], np.uint8)


def blurred(light: Light, deviation: float) -> Light:
    """Return light spread by a Gaussian of ``deviation`` pixels."""
    return np.asarray(cv2.GaussianBlur(light, (0, 0), deviation), np.float32)


def with_noise(pixels: Pixels, deviation: float, random: np.random.Generator) -> Pixels:
    """Return a picture with independent noise on every value, ``deviation`` in levels."""
    noise = random.standard_normal(pixels.shape, np.float32) * np.float32(deviation)
    return np.asarray(cv2.add(pixels, noise, dtype=cv2.CV_8U), np.uint8)
