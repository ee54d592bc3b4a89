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

SHORTEST_REPEATED, SHORTEST_REVERSED, PIECE_SHARE = 2.0, 2.5, 1 / 3
"""Seconds, and share of the capture, that must come twice. People repeat a nod of one second well enough, and turn the
head and back within two: the likest reversal in a live clip differs by 0.14 over 2 s, and by 0.20 over 2.5 s."""

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

    def repetition(self) -> float | None:
        """Return the least difference between two pieces: 0 for a loop, about 1 for unrelated motion.

        That is their mean square distance over the sum of their variances. None where the path is too short for two.
        """
        piece = self._piece(SHORTEST_REPEATED)
        if piece is None:
            return None
        first_lag = max(round(SHORTEST_LAG / self.interval), 1)
        lags = range(first_lag, len(self.places) - piece + 1)
        return min(_difference(self.places[:-lag], self.places[lag:], piece) for lag in lags)

    def reversal(self) -> float | None:
        """Return the least difference between a piece and one played backwards, which may be its own other half."""
        piece = self._piece(SHORTEST_REVERSED)
        if piece is None:
            return None
        backwards = self.places[::-1]
        return min(
            _difference(first[shift:], second[: len(second) - shift], piece)
            for shift in range(len(self.places) - piece + 1)
            for first, second in ((self.places, backwards), (backwards, self.places))
        )

    def _piece(self, shortest: float) -> int | None:
        points = round(max(shortest / self.interval, PIECE_SHARE * len(self.places)))
        return points if 2 * points <= len(self.places) else None


def _difference(first: Array, second: Array, piece: int) -> float:
    distances = _window_means(((first - second) ** 2).sum(axis=1)[:, np.newaxis], piece)[:, 0]
    spreads = sum(
        (_window_means(path**2, piece) - _window_means(path, piece) ** 2).sum(axis=1) for path in (first, second)
    )
    return float(np.min(distances / np.maximum(spreads, 1e-9)))


def _window_means(values: Array, width: int) -> Array:
    sums = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    means: Array = (sums[width:] - sums[:-width]) / width
    return means
