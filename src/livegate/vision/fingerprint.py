"""Telling repeated frames from new ones."""

from hashlib import blake2b

import cv2
import numpy as np

from livegate.vision.frame import Pixels

LONGER_SIDE = 160
DIGEST_SIZE = 16


def fingerprint(pixels: Pixels) -> bytes:
    """Return 16 bytes that are equal for equal frames: BLAKE2b over the frame in grey, 160 pixels on its longer side.

    A camera's noise changes them from frame to frame even when nothing moves.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, LONGER_SIDE / max(height, width))
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    # Picked pixels, not means: means would hide the noise that tells a new frame of a still scene from a repeated one.
    grey = cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_NEAREST), cv2.COLOR_RGB2GRAY)
    return blake2b(np.asarray(grey).tobytes(), digest_size=DIGEST_SIZE).digest()
