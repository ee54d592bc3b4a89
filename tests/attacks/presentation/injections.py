"""Injections: files made from a person's real recording and fed in past the camera."""

from collections.abc import Iterator
from itertools import chain, cycle, islice

import cv2
import numpy as np

from livegate.vision.frame import Frame, Pixels
from livegate.vision.geometry import Box, Matrix, bounding_box
from tests.attacks.presentation.clips import Clip, evenly_timed
from tests.attacks.presentation.light import with_noise
from tests.attacks.presentation.material import Material

SHORTEST_LOOP, LONGEST_LOOP = 1.0, 2.0  # seconds
LOOPED_SECONDS = 6.0
FRESH_NOISE = 2.0  # levels: a sensor's noise, so that no two pictures are the same bytes
SKIPPED_SECONDS = 0.8  # cut out of the middle: enough for a face to be somewhere else


def frozen(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Show one frame all the time."""
    return (Frame(time, material.subject.photo) for time in material.clip.times())


def frozen_with_noise(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Show one frame all the time, each time with noise of its own."""
    return (Frame(time, with_noise(material.subject.photo, FRESH_NOISE, random)) for time in material.clip.times())


def looped(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Repeat a piece of one to two seconds."""
    piece = _piece(material.clip, random)
    return evenly_timed(islice(cycle(piece), _looped_frames(material.clip)), material.clip.interval())


def looped_back(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Play a piece of one to two seconds forwards and backwards, so that nothing jumps."""
    piece = _piece(material.clip, random)
    return evenly_timed(islice(cycle(piece + piece[-2:0:-1]), _looped_frames(material.clip)), material.clip.interval())


def looped_with_noise(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Repeat a piece, each frame with noise of its own."""
    for frame in looped(material, random):
        yield Frame(frame.captured_at, with_noise(frame.pixels, FRESH_NOISE, random))


def cut_in_time(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Leave out a part from the middle of the clip."""
    pictures = [frame.pixels for frame in material.clip.frames()]
    middle = len(pictures) // 2
    skipped = min(round(SKIPPED_SECONDS / material.clip.interval()), len(pictures) // 3)
    kept = pictures[: middle - skipped // 2] + pictures[middle + (skipped + 1) // 2 :]
    return evenly_timed(kept, material.clip.interval())


def faster(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Play at twice the speed: every second frame."""
    pictures = (frame.pixels for frame in islice(material.clip.frames(), 0, None, 2))
    return evenly_timed(pictures, material.clip.interval())


def slower(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Play at half the speed: every frame twice."""
    pictures = chain.from_iterable((frame.pixels, frame.pixels) for frame in material.clip.frames())
    return evenly_timed(pictures, material.clip.interval())


def uneven(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Drop some frames and show others twice, as an emulated camera that does not keep up."""
    pictures: list[Pixels] = []
    for frame in material.clip.frames():
        pictures += [frame.pixels] * int(random.choice([0, 1, 1, 1, 2]))
    return evenly_timed(pictures, material.clip.interval())


def replayed(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Play the clip as it is: whoever judges asks for other turns than it shows."""
    return material.clip.frames()


def spliced(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Begin with one person and go on with another, whose head is brought to about the same place and size."""
    first, second = (sum(1 for _ in each.frames()) for each in (material.clip, material.other))
    height, width = material.subject.photo.shape[:2]
    begun = (frame.pixels for frame in islice(material.clip.frames(), first // 2))
    continued = [frame.pixels for frame in islice(material.other.frames(), second // 2, None)]
    source = material.find_face(continued[0])
    target = material.subject.box
    fit = _covering(continued[0], target if source is None else bounding_box(source.landmarks), target, width, height)
    fitted = (np.asarray(cv2.warpAffine(pixels, fit, (width, height)), np.uint8) for pixels in continued)
    return evenly_timed(chain(begun, fitted), material.clip.interval())


def _covering(pixels: Pixels, source: Box, target: Box, width: int, height: int) -> Matrix:
    """Return the transform that lays one face over another as nearly as the picture still fills the whole frame."""
    rows, columns = pixels.shape[:2]
    scale = max(target.height / source.height, width / columns, height / rows)
    shifts = [
        min(max(aim - scale * centre, length - scale * extent), 0.0)
        for aim, centre, length, extent in zip(
            target.centre, source.centre, (width, height), (columns, rows), strict=True
        )
    ]
    return np.array([[scale, 0.0, shifts[0]], [0.0, scale, shifts[1]]])


def _piece(clip: Clip, random: np.random.Generator) -> list[Pixels]:
    length = round(random.uniform(SHORTEST_LOOP, LONGEST_LOOP) / clip.interval())
    pictures = [frame.pixels for frame in clip.frames()]
    start = int(random.integers(0, max(len(pictures) - length, 0) + 1))
    return pictures[start : start + length]


def _looped_frames(clip: Clip) -> int:
    return round(LOOPED_SECONDS / clip.interval())
