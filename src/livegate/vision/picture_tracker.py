"""Points of a capture's pictures, followed from one to the next: does the whole picture move as one plane?

J. Shi and C. Tomasi, Good features to track, 1994; J.-Y. Bouguet, Pyramidal implementation of the Lucas Kanade feature
tracker, 2001; Z. Kalal, K. Mikolajczyk and J. Matas, Forward-backward error: automatic detection of tracking failures,
2010.
"""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from livegate.liveness.observation import FaceRectangle, PictureMotion, PlaneMotion
from livegate.vision.frame import Frame, Pixels
from livegate.vision.geometry import half
from livegate.vision.plane_fit import fit_plane

LEAST_INTERVAL: Final = 0.15
"""Seconds between two pictures that are looked at. Hands sway at one or two hertz at most."""

LONGER_SIDE: Final = 400
MOST_POINTS: Final = 150
LEAST_CONTRAST: Final = 0.01  # of the clearest corner's
BETWEEN_POINTS: Final = 6  # pixels
CORNER: Final = 5  # pixels
WINDOW: Final = (17, 17)
LEVELS: Final = 3
PRECISION: Final = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 10, 0.03)

FARTHEST_RETURN: Final = 0.5
"""Pixels by which a point may miss its start when it is followed there and back."""

FEWEST_POINTS: Final = 10
LEAST_LEFT: Final = 0.4
"""Share of a run's points, and of those around the head, from which on the run goes on; below, a new one begins."""

# Around the box of the landmarks: hair and ears move with the face. In its widths and heights.
ASIDE, ABOVE, BELOW = 0.25, 0.35, 0.1

_Luma = NDArray[np.uint8]
_Tracks = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Run:
    """Points that were found in one picture, and where they are in the latest; pixels, n x 2.

    ``counts``: how many there were at first, and how many of them around the head.
    """

    number: int
    found: _Tracks
    latest: _Tracks
    is_head: NDArray[np.bool_]
    counts: tuple[int, int]

    @property
    def is_worn(self) -> bool:
        """Whether too few points are left."""
        left = len(self.latest), int(np.count_nonzero(~self.is_head))
        return any(one < LEAST_LEFT * first for one, first in zip(left, self.counts, strict=True))


class PictureTracker:
    """Follows one capture; frames come in the order of their times."""

    def __init__(self) -> None:
        self._looked_at: tuple[float, _Luma] | None = None
        self._run: _Run | None = None
        self._runs = 0

    def follow(self, frame: Frame, face: FaceRectangle | None) -> PictureMotion | None:
        """Return how the picture has moved since the run's first; None for that one, and where nothing is measured.

        A run begins in a picture with a ``face``, whose head is told from what is around it, and ends where pictures of
        another size follow.
        """
        if self._looked_at is not None and frame.captured_at - self._looked_at[0] < LEAST_INTERVAL:
            return None
        luma, scale = _small_luma(frame.pixels)
        self._run = self._followed_to(luma)
        motion = None if self._run is None else _motion(self._run, luma)
        if face is not None and (self._run is None or self._run.is_worn):
            self._runs += 1
            self._run = _begin(self._runs, luma, face.enlarged(scale))
        self._looked_at = frame.captured_at, luma
        return motion

    def _followed_to(self, luma: _Luma) -> _Run | None:
        if self._run is None or self._looked_at is None or self._looked_at[1].shape != luma.shape:
            return None
        return _follow(self._run, self._looked_at[1], luma)


def _small_luma(pixels: Pixels) -> tuple[_Luma, float]:
    """Return the picture's luma, reduced, and by how much."""
    luma = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    height, width = luma.shape
    scale = min(LONGER_SIDE / max(height, width), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    while max(luma.shape) >= 2 * LONGER_SIDE and min(luma.shape) > 1:
        luma = half(luma)
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_LINEAR), np.uint8), scale


def _begin(number: int, luma: _Luma, face: FaceRectangle) -> _Run | None:
    corners = cv2.goodFeaturesToTrack(luma, MOST_POINTS, LEAST_CONTRAST, BETWEEN_POINTS, blockSize=CORNER)
    if not np.any(corners):  # None where there is none, whatever OpenCV's types say
        return None
    points = np.asarray(corners, np.float32).reshape(-1, 2)
    x, y = (points - (face.left, face.top)).T / np.maximum((face.width, face.height), 1)[:, None]
    is_head = (x > -ASIDE) & (x < 1 + ASIDE) & (y > -ABOVE) & (y < 1 + BELOW)
    return _Run(number, points, points, is_head, (len(points), int(np.count_nonzero(~is_head))))


def _follow(run: _Run, before: _Luma, luma: _Luma) -> _Run:
    """Return the run with its points in the new picture, without those that got lost."""
    if not len(run.latest):
        return run
    there, is_found = _moved(before, luma, run.latest)
    back, is_back = _moved(luma, before, there)
    kept = is_found & is_back & (np.hypot(*(back - run.latest).T) < FARTHEST_RETURN)
    return replace(run, found=run.found[kept], latest=there[kept], is_head=run.is_head[kept])


def _moved(before: _Luma, after: _Luma, points: _Tracks) -> tuple[_Tracks, NDArray[np.bool_]]:
    # OpenCV's types do not say that it makes the array of new points itself.
    start = np.ascontiguousarray(points[:, None])
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        before, after, start, start.copy(), winSize=WINDOW, maxLevel=LEVELS, criteria=PRECISION
    )
    return np.asarray(moved, np.float32)[:, 0], np.asarray(found)[:, 0] > 0


def _motion(run: _Run, luma: _Luma) -> PictureMotion:
    height, width = luma.shape
    middle, side = np.array([width, height]) / 2, max(height, width)
    found, latest = (run.found - middle) / side, (run.latest - middle) / side
    around = ~run.is_head
    return PictureMotion(run.number, _fit(found[around], latest[around]), _fit(found, latest))


def _fit(before: NDArray[np.float64], after: NDArray[np.float64]) -> PlaneMotion | None:
    return fit_plane(before, after) if len(before) >= FEWEST_POINTS else None
