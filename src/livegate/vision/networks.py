"""The model files, read once for all workers."""

from dataclasses import dataclass
from zipfile import ZipFile

import cv2

from livegate.vision.models.manifest import Task
from livegate.vision.models.store import ModelStore
from livegate.vision.runtime import OnnxNetwork


@dataclass(frozen=True, slots=True)
class Networks:
    """What analysers are built from: three LiteRT models as bytes, for each to load, and three shared ONNX networks.

    ``models`` are the names and versions of all that the manifest has.
    """

    detector: bytes
    landmarker: bytes
    blendshapes: bytes
    presentation_attack: OnnxNetwork
    recognition: OnnxNetwork
    second_recognition: OnnxNetwork
    models: tuple[str, ...]


def load_networks(store: ModelStore) -> Networks:
    """Read the four model files; that of the landmarks is MediaPipe's ``face_landmarker.task``, a zip of three models.

    Takes OpenCV's threads away for the whole process: captures are what runs in parallel, and its pool would compete
    with theirs. Raises ``ModelMissingError``, and ``OSError`` or
    ``zipfile.BadZipFile`` for unreadable files.
    """
    cv2.setNumThreads(1)
    with ZipFile(store.path(Task.FACE_LANDMARKS)) as task:
        return Networks(
            detector=task.read("face_detector.tflite"),
            landmarker=task.read("face_landmarks_detector.tflite"),
            blendshapes=task.read("face_blendshapes.tflite"),
            presentation_attack=OnnxNetwork(store.path(Task.PRESENTATION_ATTACK)),
            recognition=OnnxNetwork(store.path(Task.RECOGNITION)),
            second_recognition=OnnxNetwork(store.path(Task.SECOND_RECOGNITION)),
            models=tuple(f"{entry.name} {entry.version}" for entry in store.manifest),
        )
