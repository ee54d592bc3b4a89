"""Face recognition: the 512-value embedding of an aligned face."""

from typing import Final

import cv2
import numpy as np

from livegate.vision.frame import Pixels
from livegate.vision.geometry import crop, fit_similarity
from livegate.vision.runtime import FloatArray, OnnxNetwork

CROP_SIZE: Final = 112

# Where ArcFace-trained networks expect the eyes, the nose tip and the mouth corners in the 112 x 112 crop, that on the
# picture's left first (insightface, face_align.py).
TEMPLATE = np.array(
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)]
)

# The mesh landmarks whose mean stands for each of the five points.
_FIVE_POINTS = ((33, 133), (362, 263), (1,), (61,), (291,))

MEAN, SCALE = 127.0, 1 / 128


def align(pixels: Pixels, landmarks: FloatArray) -> Pixels:
    """Return the face (mesh 478 x 3) upright in the 112 x 112 RGB crop that the network expects."""
    points = np.array([landmarks[list(indices), :2].mean(axis=0) for indices in _FIVE_POINTS], dtype=np.float64)
    return crop(pixels, fit_similarity(points, TEMPLATE), CROP_SIZE)


class FaceRecogniser:
    """Computes embeddings. Thread-safe."""

    def __init__(self, network: OnnxNetwork) -> None:
        self._network = network

    def embed(self, *views: Pixels) -> tuple[FloatArray, float]:
        """Return the unit embedding (512) of an aligned face and its length before normalising.

        Of several ``views`` of one face, as its mirror image, the mean embedding counts.
        """
        faces = cv2.dnn.blobFromImages(views, scalefactor=SCALE, mean=(MEAN, MEAN, MEAN), swapRB=True)
        embedding = np.mean([self._network.run(face[np.newaxis])[0] for face in faces], axis=0)
        norm = float(np.linalg.norm(embedding))
        return embedding / np.float32(norm or 1.0), norm
