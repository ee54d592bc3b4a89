"""Does a face that turns move as a solid head does, or as a picture that is tilted?

The landmark model draws a head with depth on a flat picture too, and turns it by a third of the picture's tilt, with
parallax that fits. So neither the depth that it finds nor the rank of the tracked points (C. Tomasi and T. Kanade,
Shape and Motion from Image Streams, 1992) tells a print. What it cannot hide is the foreshortening: a tilted picture
narrows by the cosine of its whole tilt, a solid head only as its turn explains.
"""

from dataclasses import dataclass

import numpy as np

from livegate.liveness.meshes import Array, share_between, turned_back

BELOW_NOSE = 2
"""Mesh point under the nose: what lies above it, the jaw does not move."""

LARGEST_TURN = 0.4
"""Sine of the turn from the usual pose up to which the mesh fits its own head well: about 25 degrees."""

SLIGHT_TURN = 0.03
"""Added to the turn, as a sine: foreshortening that the landmark model makes up in a head at rest."""

MOTION_NEEDED = (0.05, 0.15)
"""Turn and foreshortening, together, from which the ratio means something, and from which it is exact."""


@dataclass(frozen=True, slots=True)
class Foreshortening:
    """``turn``: root mean square sine of the head's turns; ``unexplained``: that of the stretch they do not explain.

    A stretch is half the difference between the larger and the smaller scale, over their mean.
    """

    turn: float
    unexplained: float

    @property
    def ratio(self) -> float:
        """Unexplained stretch for each unit of turn."""
        return self.unexplained / (self.turn + SLIGHT_TURN)

    @property
    def quality(self) -> float:
        """0..1: how far something moved at all."""
        return share_between(self.turn + 2 * self.unexplained, *MOTION_NEEDED)


def foreshortening(meshes: Array, rolls: Array, most_frontal: int) -> Foreshortening:
    """Fit one solid head to all frames and return what its turns leave of the upper face's stretch.

    ``meshes``: frames x points x 3; ``rolls``: radians; ``most_frontal``: the frame that the head is first taken from.
    Each frame's two-dimensional points are an affine camera's view of the mean head; a scaled rotation sees it with
    orthonormal rows (the metric constraint of the factorisation method), so what their products differ is stretch.
    """
    head = _mean_head(meshes, most_frontal)
    upper = head[:, 1] < head[BELOW_NOSE, 1]
    views = meshes[:, upper, :2] - meshes[:, upper, :2].mean(axis=1, keepdims=True)
    cameras = np.linalg.pinv(head[upper] - head[upper].mean(axis=0)) @ views
    products = cameras.transpose(0, 2, 1) @ cameras
    scales = np.maximum(np.trace(products, axis1=1, axis2=2) / 2, 1e-12)
    turns = cameras[:, 2] / np.sqrt(scales)[:, np.newaxis]
    turns -= np.median(turns, axis=0)
    differences = np.stack([(products[:, 0, 0] - products[:, 1, 1]) / 2, products[:, 0, 1]], axis=1)
    # Products of two directions turn twice as far as the directions themselves.
    stretches = turned_back((differences / scales[:, np.newaxis])[:, np.newaxis], 2 * rolls)[:, 0] / 2
    stretches -= np.median(stretches, axis=0)
    usual = np.linalg.norm(turns, axis=1) < LARGEST_TURN
    return Foreshortening(_root_mean_square(turns[usual]), _root_mean_square(stretches[usual]))


def _mean_head(meshes: Array, most_frontal: int) -> Array:
    centred = meshes - meshes.mean(axis=1, keepdims=True)
    same_size = centred / np.sqrt((centred**2).sum(axis=2).mean(axis=1))[:, np.newaxis, np.newaxis]
    head: Array = same_size[most_frontal]
    for _ in range(2):
        left, _, right = np.linalg.svd(same_size.transpose(0, 2, 1) @ head)
        handedness = np.sign(np.linalg.det(left @ right))
        flips = np.ones((len(meshes), 3, 1))
        flips[:, 2, 0] = handedness
        head = np.median(same_size @ (left @ (flips * right)), axis=0)
        head = head - head.mean(axis=0)
    return head


def _root_mean_square(vectors: Array) -> float:
    return float(np.sqrt((vectors**2).sum(axis=1).mean())) if len(vectors) else 0.0
