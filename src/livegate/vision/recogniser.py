"""Face recognition: the embedding of an aligned face."""

from typing import Final

import cv2
import numpy as np

from livegate.vision.frame import Pixels
from livegate.vision.geometry import crop, fit_similarity
from livegate.vision.runtime import FloatArray, LiteRtNetwork, OnnxNetwork

CROP_SIZE: Final = 112

# Where ArcFace-trained networks expect the eyes, the nose tip and the mouth corners in the 112 x 112 crop, that on the
# picture's left first (insightface, face_align.py).
TEMPLATE = np.array(
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)]
)

# The mesh landmarks whose mean stands for each of the five points: an eye is in the middle of its two corners.
_FIVE_POINTS = np.array([(33, 133), (362, 263), (1, 1), (61, 61), (291, 291)])

MEAN, SCALE = 127.0, 1 / 128
SECOND_MEAN = 127.5
"""The second network was trained on pixels around another mean than the first, on the same scale (model cards)."""

FIRST_SHARE = 0.7
"""How much the first network counts in the cosine of two embeddings, the second having the rest (decision 0021)."""


def align(pixels: Pixels, landmarks: FloatArray) -> Pixels:
    """Return the face (mesh 478 x 3) upright in the 112 x 112 RGB crop that both networks expect."""
    points = landmarks[_FIVE_POINTS, :2].mean(axis=1, dtype=np.float64)
    return crop(pixels, fit_similarity(points, TEMPLATE), CROP_SIZE)


class FaceRecogniser:
    """Computes embeddings: those of two networks side by side, so that one cosine weighs both. Not thread-safe."""

    def __init__(self, first: OnnxNetwork, second: bytes) -> None:
        """``second``: content of the second network's TFLite file."""
        self._first = first
        self._second = LiteRtNetwork(second)

    def embed(self, aligned: Pixels, *, with_mirror: bool = False) -> tuple[FloatArray, float]:
        """Return the unit embedding (512 and 192 values) of an aligned face, and the first network's length before.

        ``with_mirror``: the first network sees the mirror image too, and the mean counts; the second always does.
        """
        pair = np.stack([aligned, aligned[:, ::-1]])
        first, norm = _unit(self._first_mean(pair if with_mirror else pair[:1]))
        second, _ = _unit(self._second_mean(pair))
        weighted = [FIRST_SHARE**0.5 * first, (1 - FIRST_SHARE) ** 0.5 * second]
        return np.concatenate(weighted).astype(np.float32), norm

    def _first_mean(self, views: Pixels) -> FloatArray:
        faces = cv2.dnn.blobFromImages(list(views), scalefactor=SCALE, mean=(MEAN, MEAN, MEAN), swapRB=True)
        mean: FloatArray = np.mean([self._first.run(face[np.newaxis])[0] for face in faces], axis=0)
        return mean

    def _second_mean(self, pair: Pixels) -> FloatArray:
        # Its file takes two pictures, no more and no less: the mirror image comes for nothing.
        (embeddings,) = self._second.run((pair.astype(np.float32) - SECOND_MEAN) * np.float32(SCALE)).values()
        mean: FloatArray = np.mean(embeddings, axis=0)
        return mean


def _unit(embedding: FloatArray) -> tuple[FloatArray, float]:
    norm = float(np.linalg.norm(embedding))
    return embedding / np.float32(norm or 1.0), norm
