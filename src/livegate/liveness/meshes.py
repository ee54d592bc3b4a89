"""The face meshes of a capture as arrays, frames x points, and what cues need of them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from livegate.liveness.observation import FaceObservation

Array = NDArray[np.float64]

FACE_POINTS = 468
"""The mesh's points on the face; the ten behind them lie on the irises and jump with the gaze."""

LEFT_EYE, RIGHT_EYE = (263, 362), (33, 133)
"""Mesh points of the eyes' corners, by the subject's side."""

UNREADABLE_WIDTH, ENOUGH_WIDTH = 56, 96
"""Pixels of a face's width: at the first, the landmark model's jitter on a still photo is as large as a talking
person's motion (0.03 of the distance between the eyes for a lid or lip, 0.005 at the second)."""


def stacked_meshes(faces: Sequence[FaceObservation]) -> Array:
    """Return the points on the faces, frames x 468 x 3, in pixels."""
    return np.stack([face.landmarks[:FACE_POINTS] for face in faces]).astype(np.float64)


def eye_distance(meshes: Array) -> float:
    """Return the median distance between the eyes, in the meshes' own unit and never 0."""
    left, right = (meshes[:, list(points), :2].mean(axis=1) for points in (LEFT_EYE, RIGHT_EYE))
    return max(float(np.median(np.linalg.norm(left - right, axis=1))), 1e-6)


def size_quality(meshes: Array) -> float:
    """Return 0..1: how far the faces are wide enough for their points to be exact."""
    width = float(np.median(np.ptp(meshes[:, :, 0], axis=1)))
    return share_between(width, UNREADABLE_WIDTH, ENOUGH_WIDTH)


def share_between(value: float, lowest: float, highest: float) -> float:
    """Return where a value lies between two others, 0..1."""
    return min(max((value - lowest) / (highest - lowest), 0.0), 1.0)


def without_scale(meshes: Array) -> Array:
    """Return the meshes about their own centres, all brought to one size: a distance between the eyes is about 1."""
    centred = meshes - meshes.mean(axis=1, keepdims=True)
    sizes = np.sqrt((centred[:, :, :2] ** 2).sum(axis=2).mean(axis=1))
    same_size: Array = centred / np.maximum(sizes, 1e-6)[:, np.newaxis, np.newaxis]
    return same_size / eye_distance(same_size)


def turned_back(points: Array, rolls: Array) -> Array:
    """Return points, frames x points x 2, with each frame turned by ``-rolls`` radians, clockwise in the picture."""
    cosines, sines = np.cos(rolls)[:, np.newaxis], np.sin(rolls)[:, np.newaxis]
    x, y = points[..., 0], points[..., 1]
    return np.stack([cosines * x + sines * y, cosines * y - sines * x], axis=2)
