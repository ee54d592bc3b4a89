"""The 478-point face mesh of MediaPipe's face landmarker."""

from dataclasses import dataclass
from math import atan2, exp
from typing import Self

import numpy as np

from livegate.vision.detector import Detection
from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box, bounding_box, crop, invert, scale_of, transform, upright_square
from livegate.vision.runtime import FloatArray, LiteRtNetwork

INPUT_SIZE = 256
CROP_SHARE = 1.5  # side of the crop over the longer side of the detector's box (face_landmarker_graph.cc)
LANDMARK_COUNT = 478

# Between these presences a second fit pays: faces turned or half covered gain up to ten logits by a better crop, hands
# and pets do not; below and above, it changed no decision on the measuring set.
UNSURE_FROM, SURE_FROM = 0.005, 0.9999

_LANDMARKS_OUTPUT = "Identity"
_PRESENCE_OUTPUT = "Identity_1"


@dataclass(frozen=True, slots=True)
class Mesh:
    """A face's landmarks, 478 x 3 (x, y, depth) in frame pixels, and 0..1 how sure the model is of a face."""

    landmarks: FloatArray
    presence: float
    box: Box
    """The smallest one around all landmarks."""

    @classmethod
    def of(cls, landmarks: FloatArray, presence: float) -> Self:
        """Return the mesh of these landmarks."""
        return cls(landmarks, presence, bounding_box(landmarks))


class FaceLandmarker:
    """Fits the mesh to a detected face. Not thread-safe."""

    def __init__(self, model: bytes) -> None:
        """``model``: content of ``face_landmarks_detector.tflite``."""
        self._network = LiteRtNetwork(model)
        self._input = np.empty((1, INPUT_SIZE, INPUT_SIZE, 3), dtype=np.float32)

    def fit(self, pixels: Pixels, detection: Detection, *, refine: bool = False) -> Mesh:
        """Return the mesh of the face at ``detection``; check its presence before trusting it.

        A mesh that the model is unsure of is fitted again to a crop around itself, and the surer one returned.
        With ``refine`` every mesh is fitted again: its points lie more exactly.
        """
        mesh = self._fit(pixels, detection.box, detection.angle)
        if refine and mesh.presence >= SURE_FROM:
            return self._fit(pixels, mesh.box, eye_line_angle(mesh.landmarks))
        if UNSURE_FROM < mesh.presence < SURE_FROM:
            again = self._fit(pixels, mesh.box, eye_line_angle(mesh.landmarks))
            mesh = max(mesh, again, key=lambda fitted: fitted.presence)
        return mesh

    def _fit(self, pixels: Pixels, box: Box, angle: float) -> Mesh:
        side = CROP_SHARE * max(box.width, box.height, 1.0)
        matrix = upright_square(box.centre, side, angle, INPUT_SIZE)
        np.multiply(crop(pixels, matrix, INPUT_SIZE), np.float32(1 / 255), out=self._input[0])
        outputs = self._network.run(self._input)
        points = outputs[_LANDMARKS_OUTPUT].reshape(LANDMARK_COUNT, 3)
        landmarks = np.empty_like(points)
        landmarks[:, :2] = transform(invert(matrix), points[:, :2])
        landmarks[:, 2] = points[:, 2] / scale_of(matrix)
        presence = 1 / (1 + exp(-outputs[_PRESENCE_OUTPUT].item()))
        return Mesh.of(landmarks, presence)


def eye_line_angle(landmarks: FloatArray) -> float:
    """Return the clockwise turn in radians of the line between the eyes' outer corners, left to right."""
    x, y = landmarks[263, :2] - landmarks[33, :2]
    return atan2(y, x)
