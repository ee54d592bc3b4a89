"""Whether a still photo can serve as a verify reference, and how well."""

from dataclasses import dataclass

from livegate.liveness.observation import FaceObservation, ReferenceObservation
from livegate.liveness.verdict import RecognitionQuality, Refusal

SMALLEST_FACE = 36
"""Pixels of width: the smallest face that Azure's detection documents."""


@dataclass(frozen=True, slots=True)
class RecognitionLimits:
    """What a photo must reach for a quality: pixels, degrees, luma levels and shares as in the observation.

    ``smallest_norm``: length of the embedding before it is normalised, which falls with blur, noise, darkness and
    occlusion (see the recognition model's card).
    """

    smallest_width: int
    largest_turn: float
    darkest: float
    brightest: float
    largest_highlights: float
    lowest_sharpness: float
    smallest_norm: float

    def hold(self, face: FaceObservation, embedding_norm: float) -> bool:
        """Tell whether the photo is within every limit."""
        quality = face.quality
        return (
            face.rectangle.width >= self.smallest_width
            and max(abs(face.pose.yaw), abs(face.pose.pitch)) <= self.largest_turn
            and self.darkest <= quality.brightness <= self.brightest
            and quality.highlight_share <= self.largest_highlights
            and quality.sharpness >= self.lowest_sharpness
            and embedding_norm >= self.smallest_norm
        )


HIGH = RecognitionLimits(
    smallest_width=75,
    largest_turn=20,
    darkest=50,
    brightest=210,
    largest_highlights=0.25,
    lowest_sharpness=40,
    smallest_norm=3.0,
)
MEDIUM = RecognitionLimits(
    smallest_width=50,
    largest_turn=35,
    darkest=30,
    brightest=225,
    largest_highlights=0.4,
    lowest_sharpness=10,
    smallest_norm=2.4,
)


def reference_refusal(observation: ReferenceObservation) -> Refusal | None:
    """Return why the photo cannot serve: it must show exactly one face of at least ``SMALLEST_FACE`` pixels."""
    face = observation.face
    if face is None or observation.embedding is None:
        return Refusal("FaceNotFound", "", (), None)
    if face.rectangle.width < SMALLEST_FACE:
        message = f"Its face is {face.rectangle.width} pixels wide, at least {SMALLEST_FACE} are needed."
        return Refusal("FaceNotFound", message, (), face.rectangle)
    if observation.face_count > 1:
        return Refusal("MultipleFaceFound", "", (), face.rectangle)
    return None


def recognition_quality(face: FaceObservation, embedding_norm: float) -> RecognitionQuality:
    """Return how well the photo serves recognition, by its face's size, pose, light, sharpness and embedding norm."""
    if HIGH.hold(face, embedding_norm):
        return RecognitionQuality.HIGH
    return RecognitionQuality.MEDIUM if MEDIUM.hold(face, embedding_norm) else RecognitionQuality.LOW
