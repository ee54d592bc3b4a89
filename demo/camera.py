"""A webcam held in the hand: where it looks, and what its sensor adds."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from livegate.vision.frame import Pixels

WIDTH, HEIGHT = 640, 480
FRAME_RATE = 30

# The whole picture is computed on cell centres this far apart and interpolated, one cell further than it is seen.
CELL = 8


@dataclass(frozen=True, slots=True)
class View:
    """What the camera sees: the scene's point (x, y) in its centre, its scale, and its clockwise turn in radians."""

    centre: tuple[float, float]
    scale: float
    roll: float

    def scene_points(self) -> NDArray[np.float32]:
        """Return the scene's points (rows x columns x 2) under the cell centres."""
        columns = np.arange(-CELL / 2, WIDTH + CELL, CELL) - WIDTH / 2
        rows = np.arange(-CELL / 2, HEIGHT + CELL, CELL) - HEIGHT / 2
        x, y = np.meshgrid(columns / self.scale, rows / self.scale)
        cosine, sine = np.cos(self.roll), np.sin(self.roll)
        points = np.stack([cosine * x - sine * y, sine * x + cosine * y], axis=-1) + self.centre
        return np.asarray(points, np.float32)


class HandheldCamera:
    """Wanders a little about a view, and adds noise to what it sees; the same seed does the same again."""

    SWAY = (1.6, 1.2, 0.004, 0.006)  # pixels of the scene to the sides and up, share of the scale, radians
    SLOW, FAST = 0.35, 1.9  # range of the sway's frequencies in hertz
    LUMA_NOISE, COLOUR_NOISE = 1.8, 0.8  # standard deviations in levels, as of a webcam in a lit room

    def __init__(self, view: View, *, seed: int) -> None:
        self._view = view
        self._random = np.random.default_rng(seed)
        self._frequencies = self._random.uniform(self.SLOW, self.FAST, (4, 3))
        self._phases = self._random.uniform(0, 2 * np.pi, (4, 3))

    def view(self, time: float) -> View:
        """Return where the camera looks, ``time`` in seconds."""
        waves = np.sin(2 * np.pi * self._frequencies * time + self._phases).mean(axis=1) * self.SWAY
        x, y = self._view.centre
        scale = self._view.scale * (1 + float(waves[2]))
        return View((x + float(waves[0]), y + float(waves[1])), scale, self._view.roll + float(waves[3]))

    def expose(self, scene: Pixels, origins: NDArray[np.float32]) -> Pixels:
        """Return the frame whose cell centres show the scene at ``origins``; each one has noise of its own."""
        size = (origins.shape[1] * CELL, origins.shape[0] * CELL)
        # OpenCV puts integer coordinates at pixel centres.
        whole = cv2.resize(origins - np.float32(0.5), size, interpolation=cv2.INTER_CUBIC)
        seen = whole[CELL : CELL + HEIGHT, CELL : CELL + WIDTH]
        columns, rows = cv2.split(seen)
        clean = cv2.remap(scene, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(cv2.add(clean, self._noise(), dtype=cv2.CV_8U), np.uint8)

    def _noise(self) -> NDArray[np.float32]:
        """Return fine noise in luma and, as after a sensor's colour interpolation, coarser noise in the colours."""
        luma = self._random.standard_normal((HEIGHT, WIDTH), np.float32) * np.float32(self.LUMA_NOISE)
        colour = self._random.standard_normal((HEIGHT // 4, WIDTH // 4, 3), np.float32) * np.float32(self.COLOUR_NOISE)
        return np.asarray(cv2.add(cv2.merge([luma] * 3), cv2.resize(colour, (WIDTH, HEIGHT))), np.float32)
