from dataclasses import replace
from typing import Any

import msgspec

from livegate.contract.detection_requests import DetectFromSessionImage, parse_detect_from_session_image
from livegate.http.rendering.detection import render_faces
from livegate.liveness.observation import FaceRectangle, StillFace, StillObservation
from tests.support.observations import good_face


def seen(*, width: int, height: int, left: int = 0) -> StillFace:
    rectangle = FaceRectangle(top=10, left=left, width=width, height=height)
    return StillFace(replace(good_face(), rectangle=rectangle), pixel_noise=1.0, embedding_norm=None)


def asked(**query: str) -> DetectFromSessionImage:
    return parse_detect_from_session_image(query.items(), {"sessionImageId": "image-1"})


def rendered(observation: StillObservation, request: DetectFromSessionImage) -> Any:
    return msgspec.json.decode(msgspec.json.encode(render_faces(observation, request)))


def test_a_picture_without_a_face_is_an_empty_array() -> None:
    assert rendered(StillObservation((), reduction=1.0), asked(returnFaceLandmarks="true")) == []


def test_the_largest_rectangle_comes_first_not_the_widest() -> None:
    faces = (seen(width=90, height=50), seen(width=50, height=60), seen(width=80, height=90))
    answer = rendered(StillObservation(faces, reduction=1.0), asked())
    assert [entry["faceRectangle"]["width"] for entry in answer] == [80, 90, 50]
    assert all(entry.keys() == {"faceRectangle"} for entry in answer)


def test_what_is_asked_for_is_added() -> None:
    request = asked(
        recognitionModel="Recognition_04",
        returnRecognitionModel="true",
        returnFaceLandmarks="true",
        returnFaceAttributes="noise",
    )
    (entry,) = rendered(StillObservation((seen(width=50, height=60),), reduction=1.0), request)
    assert entry["recognitionModel"] == "recognition_04"
    assert len(entry["faceLandmarks"]) == 27
    assert entry["faceAttributes"] == {"noise": {"noiseLevel": "low", "value": 0.06}}


def test_a_face_of_a_reduced_picture_is_told_in_the_photos_own_pixels() -> None:
    (entry,) = rendered(StillObservation((seen(width=50, height=60, left=7),), reduction=2.0), asked())
    assert entry["faceRectangle"] == {"top": 20, "left": 14, "width": 100, "height": 120}
