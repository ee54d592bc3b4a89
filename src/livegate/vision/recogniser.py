"""Face recognition: the embedding of an aligned face."""

from collections.abc import Iterable
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from livegate.vision.frame import Pixels
from livegate.vision.geometry import crop, fit_similarity
from livegate.vision.runtime import FloatArray, OnnxNetwork

CROP_SIZE: Final = 112

# Where ArcFace-trained networks expect the eyes, the nose tip and the mouth corners in the 112 x 112 crop, that on the
# picture's left first (insightface, face_align.py).
TEMPLATE = np.array(
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)]
)

# The mesh landmarks whose mean stands for each of the five points: an eye is in the middle of its two corners.
_FIVE_POINTS = np.array([(33, 133), (362, 263), (1, 1), (61, 61), (291, 291)])

MEAN, SCALE = 127.0, 1 / 128
"""The first network takes pixels about this mean on this scale; the second does so by itself (model cards)."""

FIRST_SHARE = 0.3
"""How much the first network counts in the cosine of two embeddings, the second having the rest (decision 0032)."""

CLARITY_EXPONENT: Final = 0.1
"""How strongly an unclear face's embedding is lengthened; with 0 the score of two is their cosine (decision 0032)."""

TYPICAL_NORM: Final = 3.7
"""Length that the first network gives the median press photo before normalising; a blurred or covered face has less."""

NORM_LIMITS: Final = (2.6, 4.7)
"""Lengths outside are counted as these: 1 in 100 press photos lies on either side, and nothing is known beyond."""


def align(pixels: Pixels, landmarks: FloatArray) -> Pixels:
    """Return the face (mesh 478 x 3) upright in the 112 x 112 RGB crop that both networks expect."""
    points = landmarks[_FIVE_POINTS, :2].mean(axis=1, dtype=np.float64)
    return crop(pixels, fit_similarity(points, TEMPLATE), CROP_SIZE)


class FaceRecogniser:
    """Computes embeddings: those of two networks side by side, so that one product weighs both. Thread-safe."""

    def __init__(self, first: OnnxNetwork, second: OnnxNetwork) -> None:
        self._first = first
        self._second = second

    def embed(self, aligned: Pixels, *, with_mirror: bool = False) -> tuple[FloatArray, float]:
        """Return the embedding (512 and 128 values) of an aligned face, and the first network's length before.

        The embedding is one long for a typical face, up to 4 % longer for an unclear and 2 % shorter for a clear one.
        An unclear face loses likeness to its own person more than to others; the product of two makes up for some.

        ``with_mirror``: the networks see the mirror image too, and the mean counts.
        """
        views = [aligned, np.ascontiguousarray(aligned[:, ::-1])] if with_mirror else [aligned]
        centred = [
            cv2.dnn.blobFromImage(view, scalefactor=SCALE, mean=(MEAN, MEAN, MEAN), swapRB=True) for view in views
        ]
        first, norm = _unit(_mean_output(self._first, centred))
        second, _ = _unit(_mean_output(self._second, map(cv2.dnn.blobFromImage, views)))
        weighted = [FIRST_SHARE**0.5 * first, (1 - FIRST_SHARE) ** 0.5 * second]
        return (clarity_weight(norm) * np.concatenate(weighted)).astype(np.float32), norm


def clarity_weight(norm: float) -> float:
    """Return the length of the embedding of a face to which the first network gives the length ``norm``."""
    smallest, largest = NORM_LIMITS
    return float((min(max(norm, smallest), largest) / TYPICAL_NORM) ** -CLARITY_EXPONENT)


def _mean_output(network: OnnxNetwork, blobs: Iterable[MatLike]) -> FloatArray:
    """Return the mean of what a network says of several pictures; it takes one at a time."""
    mean: FloatArray = np.mean([network.run(np.asarray(blob, np.float32))[0] for blob in blobs], axis=0)
    return mean


def _unit(embedding: FloatArray) -> tuple[FloatArray, float]:
    norm = float(np.linalg.norm(embedding))
    return embedding / np.float32(norm or 1.0), norm
