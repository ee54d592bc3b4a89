"""The picture of a capture that is kept when a session image was asked for."""

import cv2
import numpy as np

from livegate.liveness.observation import FaceRectangle
from livegate.vision.frame import Pixels

LONGER_SIDE = 1280
JPEG_QUALITY = 90


def encode_session_image(pixels: Pixels, face: FaceRectangle) -> tuple[bytes, FaceRectangle]:
    """Return ``pixels`` as ``encode_jpeg`` does, and where ``face`` is in the picture."""
    scale = min(LONGER_SIDE / max(pixels.shape[:2]), 1.0)
    return encode_jpeg(pixels), face if scale == 1.0 else face.enlarged(scale)


def encode_jpeg(pixels: Pixels) -> bytes:
    """Return ``pixels`` as a JPEG without metadata, its longer side at most 1280."""
    scale = LONGER_SIDE / max(pixels.shape[:2])
    if scale < 1:
        pixels = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    _, content = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))
    return content.tobytes()
