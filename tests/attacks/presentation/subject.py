"""The person in a clip: the frame that an attacker would print, and where the face is in it."""

from collections.abc import Callable
from dataclasses import dataclass

from livegate.liveness.observation import FaceObservation
from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box, bounding_box
from livegate.vision.quality import suitability
from tests.attacks.presentation.clips import Clip

FaceFinder = Callable[[Pixels], FaceObservation | None]


class NoFaceError(Exception):
    """A clip shows no face: there is nothing to attack with."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The frame that shows the face best, and the face."""

    photo: Pixels
    face: FaceObservation

    @property
    def box(self) -> Box:
        """The box around the face's landmarks, in the photo."""
        return bounding_box(self.face.landmarks)


def find_subject(clip: Clip, find_face: FaceFinder) -> Subject:
    """Return the frame with the most suitable face: frontal, sharp, eyes open. Raises ``NoFaceError``."""
    best: Subject | None = None
    for frame in clip.frames():
        face = find_face(frame.pixels)
        if face is not None and (best is None or suitability(face) > suitability(best.face)):
            best = Subject(frame.pixels, face)
    if best is None:
        raise NoFaceError(f"{clip.name} shows no face.")
    return best
