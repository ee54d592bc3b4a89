"""Faces detected in the image of a real session, as the official examples ask for them and otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from livegate.contract.detection_requests import MEASURED_ATTRIBUTES
from livegate.contract.versions import ApiVersion
from tests.contract.test_examples_over_http import DETECTIONS, Example
from tests.support.openapi import Json, validator
from tests.support.server import LiveServer

PATH = "/face/v1.2/detect"
each_detection = pytest.mark.parametrize("example", DETECTIONS, ids=lambda example: example.version)


@dataclass(frozen=True)
class KeptImage:
    """A session's image, and the tokens and the rectangle that belong to it."""

    image_id: str
    auth_token: str
    face_rectangle: Json


def keep_image(server: LiveServer, backend: httpx.Client, clip: Path) -> tuple[str, KeptImage]:
    fields = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1", "enableSessionImage": True}
    created = backend.post("/face/v1.2/detectLiveness-sessions", json=fields).json()
    path = f"/face/v1.2/detectLiveness-sessions/{created['sessionId']}"
    with server.device(created["authToken"]) as device:
        device.post("/face/v1.2/detectLiveness/singleModal", files={"Content": clip.read_bytes()})
    result = backend.get(path).json()["results"]["attempts"][0]["result"]
    rectangle = result["targets"]["color"]["faceRectangle"]
    return path, KeptImage(result["sessionImageId"], created["authToken"], rectangle)


@pytest.fixture(scope="module")
def backend(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.client() as client:
        yield client


@pytest.fixture(scope="module")
def image(live_server: LiveServer, backend: httpx.Client, portrait_clip: Path) -> Iterator[KeptImage]:
    path, kept = keep_image(live_server, backend, portrait_clip)
    yield kept
    backend.delete(path)


def detect(
    backend: httpx.Client, image_id: str, version: ApiVersion = ApiVersion.V1_2, **query: object
) -> httpx.Response:
    params: Any = {name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()}
    return backend.post(f"/face/{version}/detect", params=params, json={"sessionImageId": image_id})


def refusal(answer: httpx.Response) -> tuple[int, str, str]:
    error = answer.json()["error"]
    assert answer.headers["x-ms-error-code"] == error["code"]
    return answer.status_code, error["code"], error["message"]


@each_detection
def test_the_official_example_is_answered_with_all_that_is_measured(
    backend: httpx.Client, image: KeptImage, example: Example
) -> None:
    """Deviations D-30 and D-31: without the face id, and with the attributes that livegate measures."""
    query = example.sent_in("query") | {"returnFaceAttributes": ",".join(MEASURED_ATTRIBUTES)}
    del query["returnFaceId"]
    answer = detect(backend, image.image_id, example.version, **query)
    assert answer.status_code == example.status, answer.text
    (entry,) = answer.json()
    validator(example.version, "FaceDetectionResult").validate(entry)
    (official,) = example.answer
    official["faceAttributes"] = {name: official["faceAttributes"][name] for name in MEASURED_ATTRIBUTES}
    del official["faceId"]
    assert shape_of(entry) == shape_of(official)
    assert entry["recognitionModel"] == official["recognitionModel"]


def shape_of(content: Any) -> Any:
    return {name: shape_of(value) for name, value in content.items()} if isinstance(content, dict) else None


@each_detection
def test_the_official_example_as_it_stands_asks_for_what_is_not_measured(
    backend: httpx.Client, image: KeptImage, example: Example
) -> None:
    """Deviations D-30 and D-31."""
    query = example.sent_in("query")
    status, code, message = refusal(detect(backend, image.image_id, example.version, **query))
    assert (status, code) == (400, "BadArgument")
    assert message.startswith("Invalid argument returnFaceAttributes. livegate does not measure glasses. Measured are ")
    del query["returnFaceAttributes"]
    status, code, message = refusal(detect(backend, image.image_id, example.version, **query))
    assert (status, code) == (403, "UnsupportedFeature")
    assert message.startswith("Feature is not supported, missing approval for one or more of the following features: ")


def test_the_face_is_that_of_the_attempt(backend: httpx.Client, image: KeptImage) -> None:
    answer = detect(backend, image.image_id, returnFaceAttributes="qualityForRecognition,headPose")
    (entry,) = answer.json()
    for side, pixels in image.face_rectangle.items():
        assert entry["faceRectangle"][side] == pytest.approx(pixels, abs=8)
    assert entry["faceAttributes"]["qualityForRecognition"] == "high"
    assert abs(entry["faceAttributes"]["headPose"]["yaw"]) < 20


def test_a_plain_call_returns_the_rectangle_alone(backend: httpx.Client, image: KeptImage) -> None:
    """Deviation D-30: Azure's default would be a face id."""
    (entry,) = detect(backend, image.image_id).json()
    assert entry.keys() == {"faceRectangle"}


@pytest.mark.parametrize("image_id", ["unknown", "é\0", "x" * 5000])
def test_an_unknown_image_is_missing(backend: httpx.Client, image_id: str) -> None:
    assert refusal(detect(backend, image_id))[:2] == (404, "SessionImageNotFound")


def test_an_image_is_missing_once_its_session_is_deleted(
    live_server: LiveServer, backend: httpx.Client, portrait_clip: Path
) -> None:
    path, kept = keep_image(live_server, backend, portrait_clip)
    assert detect(backend, kept.image_id).status_code == 200
    assert backend.delete(path).status_code == 204
    assert refusal(detect(backend, kept.image_id))[:2] == (404, "SessionImageNotFound")


def test_the_bodies_of_azures_other_detections_are_refused(backend: httpx.Client) -> None:
    """Deviation D-32."""
    by_url = backend.post(PATH, json={"url": "https://example.org/face.jpg"})
    assert refusal(by_url)[:2] == (400, "InvalidRequestBody")
    assert refusal(by_url)[2].endswith("Faces are detected in session images only: send sessionImageId, not url.")
    by_stream = backend.post(PATH, content=b"\xff\xd8\xff", headers={"Content-Type": "application/octet-stream"})
    assert refusal(by_stream)[:2] == (415, "BadArgument")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"sessionImageId":"\\ud800"}', b'{"sessionImageId":[]}'])
def test_a_body_that_is_no_request_is_refused(backend: httpx.Client, body: bytes) -> None:
    answer = backend.post(PATH, content=body, headers={"Content-Type": "application/json"})
    assert refusal(answer)[:2] == (400, "InvalidRequestBody")


def test_a_device_may_not_detect(live_server: LiveServer, image: KeptImage) -> None:
    with live_server.device(image.auth_token) as device:
        assert detect(device, image.image_id).status_code == 403


def test_the_oldest_version_does_not_have_the_operation(backend: httpx.Client, image: KeptImage) -> None:
    assert detect(backend, image.image_id, ApiVersion.V1_1_PREVIEW_1).status_code == 404
