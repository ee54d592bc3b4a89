"""What attackers do to a file to hide how it was made."""

from collections.abc import Iterable, Iterator

import numpy as np

from livegate.vision.frame import Frame
from tests.attacks.presentation.encoding import decode_jpeg, encode_jpeg
from tests.attacks.presentation.light import with_noise

NOISE = 10.0  # levels: the strength that made screens look alive to the presentation-attack network alone
LOW_QUALITY = 35  # of JPEG: about what messengers leave of a video


def noisy(frames: Iterable[Frame], random: np.random.Generator) -> Iterator[Frame]:
    """Add pixel noise."""
    for frame in frames:
        yield Frame(frame.captured_at, with_noise(frame.pixels, NOISE, random))


def recompressed(frames: Iterable[Frame], random: np.random.Generator) -> Iterator[Frame]:
    """Compress hard, once more before the device does."""
    for frame in frames:
        yield Frame(frame.captured_at, decode_jpeg(encode_jpeg(frame.pixels, LOW_QUALITY)))
