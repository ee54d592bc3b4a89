"""Attacks as a device hands them in: JPEG pictures and their times."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from livegate.vision.frame import Frame, Pixels

STREAMED_QUALITY = 90


@dataclass(frozen=True, slots=True)
class Recording:
    """JPEG pictures in order, and when each was taken, in seconds."""

    pictures: tuple[bytes, ...]
    captured_at: tuple[float, ...]


def record(frames: Iterable[Frame], *, quality: int = STREAMED_QUALITY) -> Recording:
    """Encode frames one after the other; ``quality`` is that of JPEG, 0..100."""
    encoded = [(encode_jpeg(frame.pixels, quality), frame.captured_at) for frame in frames]
    return Recording(tuple(picture for picture, _ in encoded), tuple(time for _, time in encoded))


def encode_jpeg(pixels: Pixels, quality: int) -> bytes:
    """Return an RGB picture as JPEG."""
    _, content = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return content.tobytes()


def decode_jpeg(content: bytes) -> Pixels:
    """Return a JPEG as RGB."""
    decoded = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR_RGB)
    return np.asarray(decoded, np.uint8)
