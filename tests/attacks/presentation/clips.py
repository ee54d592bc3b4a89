"""What attacks are made from, and what they are: pictures with the times at which a camera took them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from zlib import crc32

import cv2
import numpy as np

from livegate.vision.clip import open_capture
from livegate.vision.frame import Frame, Pixels
from livegate.vision.limits import MediaLimits

INTERVAL = 0.1  # seconds: devices stream 10 frames a second, and the product looks at no more

# Larger clips are scaled down, to bound the work. Not to 640 pixels: the texture network reads a living person's 1280 x
# 720 webcam clip as 0.86, and as 0.04 once it is scaled to 640 x 360.
LONGER_SIDE = 1280

SECONDS = 6.0
"""What is taken of a long clip: enough for a turn of the head to both sides."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A named sequence of frames; every call of ``frames`` starts anew, and no more than one frame is held."""

    name: str
    frames: Callable[[], Iterator[Frame]]

    def first(self) -> Pixels:
        """Return the first frame's pixels."""
        return next(self.frames()).pixels

    def times(self) -> tuple[float, ...]:
        """Return when each frame was taken, in seconds from the first."""
        return tuple(frame.captured_at for frame in self.frames())

    def interval(self) -> float:
        """Return the mean time between frames, in seconds; webcams in poor light deliver 5 a second."""
        times = self.times()
        return (times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else INTERVAL


def open_clip(path: Path, *, seconds: float = SECONDS, interval: float = INTERVAL) -> Clip:
    """Open a video file with the product's own decoder: of its first ``seconds``, frames ``interval`` or more apart."""
    capture = open_capture([path.read_bytes()], MediaLimits())

    def frames() -> Iterator[Frame]:
        sampled = capture.frames(interval=interval)
        for frame in takewhile(lambda frame: frame.captured_at < seconds, sampled):
            yield Frame(frame.captured_at, _scaled(frame.pixels))

    return Clip(path.name, frames)


def evenly_timed(pictures: Iterable[Pixels], interval: float = INTERVAL) -> Iterator[Frame]:
    """Give pictures the times of a camera that takes one every ``interval`` seconds."""
    for index, pixels in enumerate(pictures):
        yield Frame(index * interval, pixels)


def generator(clip: Clip, attack: str) -> np.random.Generator:
    """Return randomness that is the same whenever the same attack is made from the same clip."""
    return np.random.default_rng([crc32(clip.name.encode()), crc32(attack.encode())])


def _scaled(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    scale = LONGER_SIDE / max(height, width)
    if scale >= 1:
        return pixels
    size = (round(width * scale), round(height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
