"""The faces of a session image, as ``POST /detect`` answers them."""

from livegate.contract.detection_requests import DetectFromSessionImage
from livegate.contract.detection_responses import FaceDetectionResult
from livegate.http.rendering.common import rectangle
from livegate.http.rendering.face_attributes import face_attributes
from livegate.http.rendering.face_landmarks import face_landmarks
from livegate.liveness.observation import StillFace, StillObservation


def render_faces(observation: StillObservation, asked: DetectFromSessionImage) -> tuple[FaceDetectionResult, ...]:
    """Return what was asked for of every face, that with the largest rectangle first."""
    results = (_result(seen, observation.reduction, asked) for seen in observation.faces)
    return tuple(sorted(results, key=_area, reverse=True))


def _result(seen: StillFace, reduction: float, asked: DetectFromSessionImage) -> FaceDetectionResult:
    return FaceDetectionResult(
        recognition_model=asked.recognition_model if asked.recognition_model_returned else None,
        face_rectangle=rectangle(seen.face.rectangle.enlarged(reduction)),
        face_landmarks=face_landmarks(seen.face.landmarks, reduction) if asked.landmarks_returned else None,
        face_attributes=face_attributes(seen, asked.attributes),
    )


def _area(result: FaceDetectionResult) -> int:
    return result.face_rectangle.width * result.face_rectangle.height
