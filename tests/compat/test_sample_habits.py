"""What Azure's own samples and documents send beside the specification, as bytes: all of it is served.

The habits are those of the sample apps in Azure-Samples/azure-ai-vision-sdk, of the liveness tutorial and of the
npm package.
"""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from livegate.cli.attempt import play_attempt
from tests.support.compatibility import SAMPLES, Recorder
from tests.support.paths import collection
from tests.support.server import LiveServer

DEVICE = "5a7a1a3e-0d0c-4a1f-9f27-0d4f0f8f3a11"
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": DEVICE}
BOUNDARY = "boundary"


@pytest.fixture
def backend(live_server: LiveServer, recorder: Recorder) -> Iterator[httpx.Client]:
    with live_server.client() as client:
        yield recorder.watch(client, SAMPLES)


def part(disposition: str, content: bytes | str, content_type: str = "") -> bytes:
    head = f"Content-Disposition: form-data; {disposition}\r\n"
    if content_type:
        head += f"Content-Type: {content_type}\r\n"
    body = content.encode() if isinstance(content, str) else content
    return f"--{BOUNDARY}\r\n{head}\r\n".encode() + body + b"\r\n"


def post_form(backend: httpx.Client, path: str, *parts: bytes) -> Any:
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return answered(backend.post(path, content=b"".join(parts) + f"--{BOUNDARY}--\r\n".encode(), headers=headers))


def answered(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()


def mode(session: dict[str, Any]) -> str:
    """The mode that the device reads from its token."""
    payload = session["authToken"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    told: str = json.loads(claims["face"])["clientClaims"]["livenessOperationMode"]
    return told


@pytest.mark.parametrize(
    ("path", "verify"),
    [
        ("/face/v1.1-preview.1/detectliveness/singlemodal/sessions", False),
        ("/face/v1.1-preview.1/detectlivenesswithverify/singlemodal/sessions", True),
        ("/face/v1.2/detectliveness-sessions", False),
        ("/face/V1.2-Preview.1/DetectLivenessWithVerify/SingleModal/Sessions/", True),
    ],
)
def test_paths_stand_in_another_letter_case(backend: httpx.Client, path: str, *, verify: bool) -> None:
    session_id = answered(backend.post(path, json=FIELDS))["sessionId"]
    assert backend.get(f"{path.rstrip('/')}/{session_id}").status_code == 200
    assert backend.delete(f"{collection('v1.2', verify=verify)}/{session_id}").status_code == 204


@pytest.mark.parametrize(("written", "meant"), [("passive", "Passive"), ("passiveactive", "PassiveActive")])
def test_modes_stand_in_another_letter_case(backend: httpx.Client, written: str, meant: str) -> None:
    session = answered(backend.post(collection("v1.2"), json=FIELDS | {"livenessOperationMode": written}))
    assert mode(session) == meant


def test_the_tutorials_session_image_is_switched_on_with_a_text(backend: httpx.Client, portrait_clip: Path) -> None:
    """Deviation D-11; and D-12, as the web sample sends a user that v1.2 does not have."""
    content = FIELDS | {"enableSessionImage": "true", "userCorrelationId": DEVICE, "authTokenTimeToLiveInSeconds": 60}
    session = answered(backend.post(collection("v1.2"), json=content))
    play_attempt(session["authToken"], portrait_clip)
    path = f"{collection('v1.2')}/{session['sessionId']}"
    (attempt,) = answered(backend.get(path))["results"]["attempts"]
    image = backend.get(f"/face/v1.2/sessionImages/{attempt['result']['sessionImageId']}")
    assert image.content.startswith(b"\xff\xd8")
    backend.delete(path)


def test_the_android_sample_names_parts_without_quotes_and_leaves_the_image_to_the_device(
    backend: httpx.Client,
) -> None:
    """Deviation D-06. Every part says that it is JSON, and its value is bare."""
    session = post_form(
        backend,
        collection("v1.2", verify=True),
        part("name=livenessOperationMode", "PassiveActive", "application/json"),
        part("name=deviceCorrelationId", DEVICE, "application/json"),
        part("name=enableSessionImage", "true", "application/json"),
        part("name=authTokenTimeToLiveInSeconds", "600", "application/json"),
    )
    assert session["results"] == {"attempts": [], "verifyReferences": []}
    assert mode(session) == "PassiveActive"


@pytest.mark.parametrize("disposition", ['name="verifyImage"', 'name="verifyImage"; filename="photo.jpg"'])
def test_text_parts_say_their_charset_and_the_image_may_have_no_filename(
    backend: httpx.Client, portrait_jpeg: Path, disposition: str
) -> None:
    """The Swift sample names the file, the npm package does not."""
    text = "text/plain; charset=UTF-8"
    session = post_form(
        backend,
        collection("v1.2", verify=True),
        part('name="livenessOperationMode"', "Passive", text),
        part('name="deviceCorrelationId"', DEVICE, text),
        part(disposition, portrait_jpeg.read_bytes(), "application/octet-stream"),
    )
    (reference,) = session["results"]["verifyReferences"]
    assert reference["qualityForRecognition"] in {"low", "medium", "high"}


@pytest.mark.parametrize("content_type", ["", "application/json", "text/plain; charset=UTF-8"])
def test_the_previews_parameters_are_json_whatever_their_part_is_called(
    backend: httpx.Client, portrait_jpeg: Path, content_type: str
) -> None:
    session = post_form(
        backend,
        collection("v1.2-preview.1", verify=True),
        part('name="VerifyImage"; filename="blob"', portrait_jpeg.read_bytes(), "application/octet-stream"),
        part('name="Parameters"', json.dumps(FIELDS), content_type),
    )
    assert session["verifyImage"]["faceRectangle"]
