"""Which faces a picture shows, and which of them is meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import hypot

from livegate.vision.detector import SAME_FACE_OVERLAP, Detection, FaceDetector
from livegate.vision.frame import Pixels
from livegate.vision.landmarker import FaceLandmarker, Mesh

# The landmark model must confirm what the detector found. Hands that pass for faces have a presence below 0.1; faces in
# half profile or laughing come down to 0.2, so MediaPipe's default of 0.5 would lose them.
MINIMUM_PRESENCE = 0.15

# Faces that the detector is less sure of must convince the landmark model. Of 3,074 press photos that costs two faces;
# a dog that looks into the camera, which both models take for a face, is refused.
CONFIDENT_SCORE = 0.8
MINIMUM_PRESENCE_IF_DOUBTFUL = 0.9996

# A second face refuses a capture, so small ones are not counted: they are passers-by, nearly three times as far away as
# the person, or posters.
MINIMUM_RELATIVE_WIDTH = 0.35
MAXIMUM_FACES = 16  # more are not counted, to bound the work on a picture of a crowd


class Preference(StrEnum):
    """Which of several faces is meant: the largest towards the centre, or the one nearest to the centre."""

    PROMINENT = "prominent"
    CENTRAL = "central"


@dataclass(frozen=True, slots=True)
class FoundFaces:
    """How many faces there are, and the mesh of the one that is meant."""

    count: int
    mesh: Mesh | None


class FaceFinder:
    """Detects faces and confirms each with the landmark model. Not thread-safe."""

    def __init__(self, detector: FaceDetector, landmarker: FaceLandmarker) -> None:
        self._detector = detector
        self._landmarker = landmarker

    def find(
        self, pixels: Pixels, *, thorough: bool = False, preference: Preference = Preference.PROMINENT
    ) -> FoundFaces:
        """Count the faces at least 0.35 times as wide as the largest one, and pick the one meant.

        ``thorough``, for stills, searches small faces beside large ones too, and refines the meshes.
        """
        height, width = pixels.shape[:2]
        detections = self._detector.detect(pixels, thorough=thorough)
        meshes = self._confirmed(pixels, detections, refine=thorough, relative_width=MINIMUM_RELATIVE_WIDTH)
        return FoundFaces(len(meshes), choose(meshes, width, height, preference))

    def find_all(self, pixels: Pixels) -> list[Mesh]:
        """Return the faces of a still, however small beside the largest one: the 16 widest of them."""
        return self._confirmed(pixels, self._detector.detect(pixels, thorough=True), refine=True, relative_width=0)

    def _confirmed(
        self, pixels: Pixels, detections: Iterable[Detection], *, refine: bool, relative_width: float
    ) -> list[Mesh]:
        meshes: list[Mesh] = []
        smallest = 0.0
        for detection in sorted(detections, key=lambda found: found.box.width, reverse=True)[:MAXIMUM_FACES]:
            if detection.box.width < smallest:
                break
            mesh = self._landmarker.fit(pixels, detection, refine=refine)
            known = any(mesh.box.overlap(other.box) >= SAME_FACE_OVERLAP for other in meshes)
            if is_face(detection, mesh) and not known:
                smallest = smallest or relative_width * detection.box.width
                meshes.append(mesh)
        return meshes


def is_face(detection: Detection, mesh: Mesh) -> bool:
    """Tell whether the landmark model confirms a detection."""
    confident = detection.score >= CONFIDENT_SCORE
    return mesh.presence >= (MINIMUM_PRESENCE if confident else MINIMUM_PRESENCE_IF_DOUBTFUL)


def choose(meshes: list[Mesh], width: int, height: int, preference: Preference) -> Mesh | None:
    """Return the mesh that is meant in a picture of ``width`` x ``height``, or None when there is none."""

    def distance(mesh: Mesh) -> float:
        """0 at the picture's centre, 1 in its corner."""
        x, y = mesh.box.centre
        return hypot(x - width / 2, y - height / 2) / hypot(width / 2, height / 2)

    if preference is Preference.CENTRAL:
        return min(meshes, key=distance, default=None)
    return max(meshes, key=lambda mesh: mesh.box.width * (1 - distance(mesh) / 2), default=None)
