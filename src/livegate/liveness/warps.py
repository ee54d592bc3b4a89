"""What is left of a face's shape when a smooth warp of the picture is taken away.

A print that is moved, tilted or bent shows the same picture through a smooth map. A polynomial of third degree in the
picture's coordinates takes in every affine view, nearly all of the perspective, and paper bent or waved by up to a
face's width; a nose that stands out, and lips, lids and brows that move on their own, are too fine for it.
"""

import numpy as np
from numpy.typing import NDArray

from livegate.liveness.meshes import LEFT_EYE, RIGHT_EYE, Array

DEGREE = 3

EYE_REGION = 0.42
"""Distances between the eyes around each eye's centre: lids and brows, and what shows through holes for the eyes."""


def beyond_warps(shapes: Array, reference: Array) -> Array:
    """Return shapes (frames x points x 2) less their best fits by a warp of ``reference`` (points x 2)."""
    terms = _terms(reference)
    left: Array = shapes - terms @ (np.linalg.pinv(terms) @ shapes)
    return left


def outside_eye_region(shape: Array) -> NDArray[np.intp]:
    """Return the indices of the points (of a shape with the eyes one unit apart) that lie away from both eyes."""
    eyes = [shape[list(points)].mean(axis=0) for points in (LEFT_EYE, RIGHT_EYE)]
    distances = np.min([np.linalg.norm(shape - eye, axis=1) for eye in eyes], axis=0)
    return np.flatnonzero(distances >= EYE_REGION)


def _terms(reference: Array) -> Array:
    x, y = reference.T
    return np.stack([x**i * y**j for i in range(DEGREE + 1) for j in range(DEGREE + 1 - i)], axis=1)
