"""Films for a camera that is played from a file: YUV4MPEG2, which keeps every level as it was."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np

from livegate.vision.clip import open_capture
from livegate.vision.frame import Pixels
from livegate.vision.limits import MediaLimits

FRAME_RATE = 30
LONGER_SIDE = 640
ROOM_LEVEL, NOISE = 120, 4.0


def write_film(path: Path, frames: Iterable[Pixels], rate: float = FRAME_RATE) -> Path:
    """Write RGB frames of one size as a film, its longer side at most 640 pixels; ``rate`` is in frames a second."""
    with path.open("wb") as file:
        for index, frame in enumerate(frames):
            picture = _scaled(frame)
            if index == 0:
                height, width = picture.shape[:2]
                file.write(f"YUV4MPEG2 W{width} H{height} F{round(rate * 1000)}:1000 Ip A1:1 C420jpeg\n".encode())
            file.write(b"FRAME\n" + cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420).tobytes())
    return path


def film_of(clip: Path, path: Path) -> Path:
    """Write a recording as a film, upright and at its own rate."""
    capture = open_capture([clip.read_bytes()], MediaLimits())
    rate = (capture.total_frames - 1) / capture.duration
    return write_film(path, frames_of(clip), rate)


def frames_of(clip: Path) -> Iterator[Pixels]:
    """Yield all frames of a recording, upright."""
    capture = open_capture([clip.read_bytes()], MediaLimits())
    yield from (frame.pixels for frame in capture.frames(interval=0.0))


def empty_room(count: int = FRAME_RATE) -> Iterator[Pixels]:
    """Yield frames of a grey wall, with a camera's noise."""
    random = np.random.default_rng(3)
    for _ in range(count):
        yield np.clip(random.normal(ROOM_LEVEL, NOISE, (480, 640, 3)), 0, 255).astype(np.uint8)


def darkened(frames: Iterable[Pixels], share: float = 0.08) -> Iterator[Pixels]:
    """Yield the frames with this share of their light."""
    return (np.asarray(frame * share, np.uint8) for frame in frames)


def doubled(frames: Iterable[Pixels]) -> Iterator[Pixels]:
    """Yield frames that show the middle half of each twice, side by side: two people where there was one."""
    for frame in frames:
        quarter = frame.shape[1] // 4
        middle = frame[:, quarter : 3 * quarter]
        yield np.concatenate([middle, middle[:, ::-1]], axis=1)


def _scaled(frame: Pixels) -> Pixels:
    share = min(LONGER_SIDE / max(frame.shape[:2]), 1.0)
    height, width = (round(side * share) // 2 * 2 for side in frame.shape[:2])
    return np.asarray(cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
