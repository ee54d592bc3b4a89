"""The path of a face through a capture, and whether a piece of it comes twice.

A loop repeats the whole path: position, pose and every lip and lid at once. People come back to a place, but not with
the same face in between.
"""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Self

import numpy as np

from livegate.liveness.meshes import Array, eye_distance, stacked_meshes
from livegate.liveness.observation import FrameObservation

COMPONENTS = 8
"""Principal components of the motion that are compared: what is left behind them is mostly the model's jitter."""

JITTER = 0.01
"""Distances between the eyes: components that move less are not blown up to the size of the others."""

STEPS = 2
"""Points of the path for each frame; a loop seldom lasts a whole number of sampled frames."""

SHORTEST_PIECE, PIECE_SHARE = 2.0, 1 / 3
"""Seconds, and share of the capture, that must come twice. People repeat a nod of one second well enough."""

SHORTEST_LAG = 0.5


@dataclass(frozen=True, slots=True)
class Trajectory:
    """``places``: points x components, evenly spaced by ``interval`` seconds, each component about as large."""

    places: Array
    interval: float

    @classmethod
    def of(cls, frames: tuple[FrameObservation, ...]) -> Self:
        """Return the path of the face; ``frames`` are at least two, in order, and all have one."""
        times = np.array([frame.captured_at for frame in frames])
        meshes = stacked_meshes([frame.face for frame in frames if frame.face is not None])[..., :2]
        points = (meshes / eye_distance(meshes)).reshape(len(frames), -1)
        centred = points - points.mean(axis=0)
        # Through frames x frames: on points x frames, the library's threads cost sixty times as much as the work.
        strengths, directions = np.linalg.eigh(centred @ centred.T / meshes.shape[1])
        motions = (directions * np.sqrt(np.maximum(strengths, 0.0)))[:, -COMPONENTS:]
        motions /= np.sqrt(motions.var(axis=0) + JITTER**2)
        interval = max(median(after - before for before, after in pairwise(times)), 1e-3) / STEPS
        grid = np.arange(times[0], times[-1], interval)
        return cls(np.stack([np.interp(grid, times, motion) for motion in motions.T], axis=1), interval)

    @property
    def piece(self) -> int:
        """How many points a piece has that counts as repeated."""
        return round(max(SHORTEST_PIECE / self.interval, PIECE_SHARE * len(self.places)))

    def repetition(self) -> float:
        """Return the least difference between two pieces: 0 for a loop, about 1 for unrelated motion.

        That is their mean square distance over the sum of their variances.
        """
        first_lag = round(SHORTEST_LAG / self.interval)
        return min(
            (
                self._difference(self.places[:-lag], self.places[lag:])
                for lag in range(first_lag, len(self.places) - self.piece + 1)
            ),
            default=1.0,
        )

    def reversal(self) -> float:
        """Return the least difference between a piece and another one played backwards, as ``repetition``."""
        backwards = self.places[::-1]
        shifts = range(len(self.places) - self.piece + 1)
        return min(
            (
                self._difference(first[shift:], second[: len(second) - shift])
                for shift in shifts
                for first, second in ((self.places, backwards), (backwards, self.places))
            ),
            default=1.0,
        )

    def _difference(self, first: Array, second: Array) -> float:
        distances = _window_means(((first - second) ** 2).sum(axis=1)[:, np.newaxis], self.piece)[:, 0]
        spreads = sum(
            (_window_means(path**2, self.piece) - _window_means(path, self.piece) ** 2).sum(axis=1)
            for path in (first, second)
        )
        return float(np.min(distances / np.maximum(spreads, 1e-9)))


def _window_means(values: Array, width: int) -> Array:
    sums = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    means: Array = (sums[width:] - sums[:-width]) / width
    return means
