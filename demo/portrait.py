"""The portrait that the demo turns: NASA's picture of Eileen Collins, public domain, from scikit-image's wheel."""

from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
from PIL import Image

from demo.depth_surface import DepthSurface, fit_depth_surface
from livegate.app import open_model_store
from livegate.settings import Settings
from livegate.vision.detector import FaceDetector
from livegate.vision.frame import Pixels
from livegate.vision.landmarker import FaceLandmarker
from livegate.vision.models.manifest import Task

JPEG_QUALITY = 92


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture of one person, uint8 RGB, and the shape of the head in it."""

    pixels: Pixels
    surface: DepthSurface


def open_portrait() -> Portrait:
    """Read the portrait and fit its head with the product's landmark model. Raises ``ModelMissingError``."""
    pixels = np.asarray(_picture(), np.uint8)
    with ZipFile(open_model_store(Settings()).path(Task.FACE_LANDMARKS)) as task:
        detector = FaceDetector(task.read("face_detector.tflite"))
        landmarker = FaceLandmarker(task.read("face_landmarks_detector.tflite"))
    mesh = landmarker.fit(pixels, detector.detect(pixels)[0])
    height, width = pixels.shape[:2]
    return Portrait(pixels, fit_depth_surface(mesh.landmarks, width, height))


def portrait_photo(path: Path) -> None:
    """Write the portrait as it is, as a JPEG file: the photo to verify against."""
    _picture().save(path, "JPEG", quality=JPEG_QUALITY)


def _picture() -> Image.Image:
    # What skimage.data.astronaut() returns, without its untyped loader that asks the network when a file is missing.
    content = (files("skimage.data") / "astronaut.png").read_bytes()
    return Image.open(BytesIO(content)).convert("RGB")
