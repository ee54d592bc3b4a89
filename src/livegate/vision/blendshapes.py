"""How strongly a face shows each of 52 expressions."""

import numpy as np

from livegate.vision.runtime import FloatArray, LiteRtNetwork

# Order of the model's outputs; MediaPipe, face_blendshapes_graph.cc.
BLENDSHAPE_NAMES = (
    *("_neutral", "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff"),
    *("cheekSquintLeft", "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight"),
    *("eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight", "eyeLookUpLeft", "eyeLookUpRight"),
    *("eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight", "jawForward", "jawLeft", "jawOpen", "jawRight"),
    *("mouthClose", "mouthDimpleLeft", "mouthDimpleRight", "mouthFrownLeft", "mouthFrownRight", "mouthFunnel"),
    *("mouthLeft", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthPressLeft", "mouthPressRight", "mouthPucker"),
    *("mouthRight", "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper", "mouthSmileLeft"),
    *("mouthSmileRight", "mouthStretchLeft", "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight"),
    *("noseSneerLeft", "noseSneerRight"),
)

# Indices of the 146 landmarks the model reads; MediaPipe, face_blendshapes_graph.cc.
# fmt: off
INPUT_LANDMARKS = np.array([
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78, 80,
    81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153,
    154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249,
    251, 263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314,
    317, 318, 321, 323, 324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382,
    384, 385, 386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473,
    474, 475, 476, 477,
])
# fmt: on

_BLINKS = [BLENDSHAPE_NAMES.index(name) for name in ("eyeBlinkLeft", "eyeBlinkRight")]
_SMILES = [BLENDSHAPE_NAMES.index(name) for name in ("mouthSmileLeft", "mouthSmileRight")]


class BlendshapeEstimator:
    """Reads expressions off a mesh. Not thread-safe."""

    def __init__(self, model: bytes) -> None:
        """``model``: content of ``face_blendshapes.tflite``."""
        self._network = LiteRtNetwork(model)

    def estimate(self, landmarks: FloatArray) -> FloatArray:
        """Return 52 values 0..1 in the order of ``BLENDSHAPE_NAMES`` for landmarks (478 x 3) in frame pixels."""
        (values,) = self._network.run(landmarks[np.newaxis, INPUT_LANDMARKS, :2]).values()
        return values


def eye_blink(blendshapes: FloatArray) -> float:
    """Return how far both eyes are closed, 0..1: the mean of both, since a turned head hides one of them."""
    return float(blendshapes[_BLINKS].mean())


def smile(blendshapes: FloatArray) -> float:
    """Return how much the mouth smiles, 0..1: the mean of both corners."""
    return float(blendshapes[_SMILES].mean())
