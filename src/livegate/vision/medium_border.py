"""The border of what a picture of a face is shown on: paper or a screen, held into the camera.

A line beside or below a living face, such as a door frame's, ends where the shoulders and the chest hide it. The border
of a sheet or a device runs on before them. That the medium gives an attack away by what is around the face was shown by
J. Komulainen, A. Hadid and M. Pietikäinen, Context based face anti-spoofing, 2013.
"""

from dataclasses import dataclass
from math import radians, tan
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from livegate.liveness.observation import MediumBorder
from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box, reduced
from livegate.vision.runtime import FloatArray

FACE_SIDE: Final = 32
"""Pixels that the longer side of the face's box is scaled to: texture is gone, and borders are two pixels wide."""

# The view around the face, in sides of its box from the box's centre: 2 to both sides, 1 up, 3 down.
REACH, ABOVE, BELOW = 2.0, 1.0, 3.0

LOWEST_STEP = 14.0
"""Luma levels between the pixels on both sides of a line; borders of white paper and dark devices have 30 and more."""

STEEPEST_LEAN = 24  # degrees that a line may lean against the frame, either way: a medium held by hand, in perspective
LEAN_STEP = 3  # a line as long as the course of a side then strays by less than a pixel from the nearest angle tried
LEAST_IN_VIEW = 0.7  # share of a line that must lie in the frame: less is no line long enough


@dataclass(frozen=True, slots=True)
class _Course:
    """Where one side's line may run, in sides of the face from its centre: along its length, and across."""

    start: float
    end: float
    nearest: float
    furthest: float


# Shoulders reach 1.2 sides of the face's box from its middle, and begin 0.3 below the chin, which is at 0.5: a line
# that is nearer than 1.2 and goes on to 1.3 is not behind them. Nearer than 0.7 are the outlines of long hair.
_LEFT = _Course(start=-0.3, end=1.3, nearest=-1.2, furthest=-0.7)
_RIGHT = _Course(start=-0.3, end=1.3, nearest=0.7, furthest=1.2)
_BELOW = _Course(start=-0.8, end=0.8, nearest=0.65, furthest=2.6)


def medium_border(pixels: Pixels, face: Box) -> MediumBorder:
    """Look for straight borders to the left, to the right and below a face with this box around its mesh."""
    luma, origin = _view(pixels, face)
    across = cv2.Sobel(luma, cv2.CV_32F, 1, 0, scale=0.25)  # the weights 1, 2, 1 add up to 4
    down = cv2.Sobel(luma, cv2.CV_32F, 0, 1, scale=0.25)
    x, y = origin
    return MediumBorder(
        left=_clearest_line(np.asarray(across, np.float32), _LEFT, along=y, aside=x),
        right=_clearest_line(np.asarray(across, np.float32), _RIGHT, along=y, aside=x),
        below=_clearest_line(np.asarray(down, np.float32).T, _BELOW, along=x, aside=y),
    )


def _view(pixels: Pixels, face: Box) -> tuple[NDArray[np.uint8], tuple[float, float]]:
    """Return the luma of the part of a face's view that is in the frame, and where its corner is.

    The corner (x, y) is relative to the face's centre, in sides of the face.
    """
    height, width = pixels.shape[:2]
    (x, y), side = face.centre, max(face.width, face.height)
    left, right = max(round(x - REACH * side), 0), min(round(x + REACH * side), width)
    top, bottom = max(round(y - ABOVE * side), 0), min(round(y + BELOW * side), height)
    columns, rows = (max(round(length * FACE_SIDE / side), 1) for length in (right - left, bottom - top))
    small = reduced(np.ascontiguousarray(pixels[top:bottom, left:right]), columns, rows)
    luma = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    return luma, ((left - x) / side, (top - y) / side)


def _clearest_line(steps: FloatArray, course: _Course, *, along: float, aside: float) -> float | None:
    """Return the largest share of a straight line in ``course`` where brightness steps the same way across it.

    ``steps`` has a row for each pixel along the line; ``along`` and ``aside`` are where its first row and column are,
    in sides of the face. None where no line lies far enough in the frame.
    """
    rows = _indices(course.start - along, course.end - along)
    columns = _indices(course.nearest - aside, course.furthest - aside)
    slopes = np.array([tan(radians(lean)) for lean in range(-STEEPEST_LEAN, STEEPEST_LEAN + 1, LEAN_STEP)])
    shifts = np.rint(slopes[:, None] * (rows - rows.mean())).astype(np.intp)
    # Every pixel of the frame counts 1, a step to brighter 256 more, one to darker 65,536: one sum counts all three.
    counts = np.zeros((steps.shape[0] + 2, steps.shape[1] + 2), np.int32)
    counts[1:-1, 1:-1] = 1 + 256 * (steps > LOWEST_STEP) + 65536 * (steps < -LOWEST_STEP)
    # What lies outside of the frame is met in the empty seam around it.
    rows_met = np.clip(rows + 1, 0, counts.shape[0] - 1)[None, :, None]
    columns_met = np.clip(columns + shifts[:, :, None] + 1, 0, counts.shape[1] - 1)  # lean, row, column
    met = counts.ravel().take(rows_met * counts.shape[1] + columns_met).sum(axis=1)
    lengths, brighter, darker = met % 256, met // 256 % 256, met // 65536
    long_enough = lengths >= LEAST_IN_VIEW * len(rows)
    if not long_enough.any():
        return None
    return float((np.maximum(brighter, darker)[long_enough] / lengths[long_enough]).max())


def _indices(start: float, end: float) -> NDArray[np.intp]:
    return np.arange(round(start * FACE_SIDE), round(end * FACE_SIDE), dtype=np.intp)
