"""How far from the camera each pixel of a portrait is: the face mesh, carried on to the outline of the head."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from livegate.vision.geometry import Box, bounding_box

FloatArray = NDArray[np.float32]
Points = NDArray[np.float64]

# The head with its hair, an ellipse in shares of the box around the mesh (brow to chin).
RISE, HALF_WIDTH, HALF_HEIGHT = 0.23, 0.86, 0.81
# Radii in such heads: the outline, and where neck and background no longer follow the head.
OUTLINE, STILL = 1.0, 1.7
ANCHOR_RADII = (1.3, 1.5, STILL, 2.5)
ANCHORS_A_RING = 48

# The mesh's rim is steeper than a turn can show without folding over; from here on the spline slopes more gently.
RIM = 0.3  # share of the ears' depth
SMOOTHING = 0.02
GRID_STEP = 8


@dataclass(frozen=True, slots=True)
class DepthSurface:
    """A head in a picture.

    ``depth``: height x width, pixels away from the camera, the nose nearest. ``share``: height x width, 0..1, how far
    a pixel follows the head. ``pivot``: (x, y, depth) of the point about which the head turns.
    """

    depth: FloatArray
    share: FloatArray
    pivot: tuple[float, float, float]


def fit_depth_surface(landmarks: NDArray[np.floating], width: int, height: int) -> DepthSurface:
    """Spread the mesh (478 x 3, pixels) over a picture; the head's outline and all beyond it are as far as the ears."""
    box = bounding_box(landmarks)
    ears = float(landmarks[:, 2].max())
    inner = landmarks[landmarks[:, 2] < RIM * ears].astype(np.float64)
    anchors = np.concatenate([_ring(box, radius) for radius in ANCHOR_RADII])
    known = np.concatenate([inner[:, :2], anchors])
    depths = np.concatenate([inner[:, 2], np.full(len(anchors), ears)])
    grid = np.stack(np.meshgrid(_cell_centres(width), _cell_centres(height)), axis=-1)
    coarse = _thin_plate(known / box.width, depths, grid.reshape(-1, 2) / box.width).reshape(grid.shape[:2])
    smooth = cv2.resize(coarse.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return DepthSurface(np.asarray(smooth, np.float32), _share(box, width, height), (*box.centre, ears))


def _cell_centres(length: int) -> Points:
    cells = length // GRID_STEP
    return np.asarray((np.arange(cells) + 0.5) * (length / cells), np.float64)


def _head(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the head's centre and its two radii."""
    x, y = box.centre
    return (x, y - RISE * box.height), (HALF_WIDTH * box.width, HALF_HEIGHT * box.height)


def _ring(box: Box, radius: float) -> Points:
    angles = np.linspace(0, 2 * np.pi, ANCHORS_A_RING, endpoint=False)
    centre, radii = _head(box)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1) * radii * radius + centre


def _share(box: Box, width: int, height: int) -> FloatArray:
    centre, radii = _head(box)
    columns, rows = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    distance = np.hypot((columns - centre[0]) / radii[0], (rows - centre[1]) / radii[1])
    inward = np.clip((STILL - distance) / (STILL - OUTLINE), 0, 1)
    return np.asarray(inward**2 * (3 - 2 * inward), np.float32)


def _thin_plate(known: Points, values: Points, wanted: Points) -> Points:
    """Return the smoothing thin-plate spline through ``known`` (n x 2) at ``wanted`` (m x 2).

    Source: J. Duchon, Splines minimizing rotation-invariant semi-norms in Sobolev spaces, 1977.
    """
    count = len(known)
    system = np.zeros((count + 3, count + 3))
    system[:count, :count] = _kernel(known, known) + SMOOTHING * np.eye(count)
    system[:count, count:] = np.column_stack([np.ones(count), known])
    system[count:, :count] = system[:count, count:].T
    weights = np.linalg.solve(system, np.concatenate([values, np.zeros(3)]))
    plane = np.column_stack([np.ones(len(wanted)), wanted]) @ weights[count:]
    return np.asarray(plane + _kernel(wanted, known) @ weights[:count], np.float64)


def _kernel(first: Points, second: Points) -> Points:
    """Return r^2 log r for every pair."""
    squares = (first**2).sum(axis=1)[:, np.newaxis] + (second**2).sum(axis=1) - 2 * first @ second.T
    squares = np.maximum(squares, np.finfo(np.float64).eps)
    return np.asarray(0.5 * squares * np.log(squares), np.float64)
