"""What the tests of Azure's Java SDK assert, by their names, restated over plain HTTP: the SDK itself is not run.

Restates ``LivenessSessionTest`` of azure-ai-vision-face, which asks for v1.2, and ``LivenessSessionWithVerifyTest``,
which asks for the preview versions and has every test without and with a verify image.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.compatibility import JAVA, Recorder
from tests.support.paths import PREVIEWS, collection
from tests.support.server import LiveServer

PASSIVE = {"livenessOperationMode": "Passive"}
DEVICE = "7d2f1a66-3a5e-4c39-9d0e-6f6f6a0c2b41"


@pytest.fixture
def backend(live_server: LiveServer, recorder: Recorder) -> Iterator[httpx.Client]:
    with live_server.client() as client:
        yield recorder.watch(client, JAVA)


class TestLivenessSession:
    """In v1.2."""

    SESSIONS = collection("v1.2")

    def create_session_and_verify(self, backend: httpx.Client, **fields: Any) -> None:
        answer = backend.post(self.SESSIONS, json=PASSIVE | fields)
        assert answer.status_code == 200, answer.text
        session = answer.json()
        for name in ("sessionId", "authToken", "status", "modelVersion", "results"):
            assert session[name]
        assert session["status"] == "NotStarted"
        assert session["results"]["attempts"] == []
        assert backend.delete(f"{self.SESSIONS}/{session['sessionId']}").status_code == 204

    def test_create_session(self, backend: httpx.Client) -> None:
        self.create_session_and_verify(backend, deviceCorrelationId=DEVICE)

    def test_create_session_device_id_optional(self, backend: httpx.Client) -> None:
        self.create_session_and_verify(backend, deviceCorrelationIdSetInClient=True)

    def test_create_session_with_token_ttl(self, backend: httpx.Client) -> None:
        self.create_session_and_verify(backend, deviceCorrelationId=DEVICE, authTokenTimeToLiveInSeconds=60)


@pytest.mark.parametrize("version", PREVIEWS)
@pytest.mark.parametrize("with_image", [False, True], ids=["without-image", "with-image"])
class TestLivenessSessionWithVerify:
    """In the preview versions."""

    @pytest.fixture
    def image(self, portrait_jpeg: Path, *, with_image: bool) -> bytes | None:
        return portrait_jpeg.read_bytes() if with_image else None

    def create_session_and_verify(
        self, backend: httpx.Client, version: str, image: bytes | None, **fields: Any
    ) -> dict[str, Any]:
        """Create the session, delete it, and return what was read between."""
        content = PASSIVE | fields
        # The SDK writes the parameters as JSON, with that media type.
        files: dict[str, tuple[str | None, str | bytes, str]] = {
            "Parameters": (None, json.dumps(content), "application/json"),
            "VerifyImage": ("image.jpg", image or b"", "application/octet-stream"),
        }
        sessions = collection(version, verify=True)
        answer = backend.post(sessions, json=content) if image is None else backend.post(sessions, files=files)
        assert answer.status_code == 200, answer.text
        created = answer.json()
        assert created["sessionId"]
        assert created["authToken"]
        described = created.get("verifyImage")
        assert (described is None) is (image is None)
        if described is not None:
            assert described["faceRectangle"]
            assert described["qualityForRecognition"]
        read: dict[str, Any] = backend.get(f"{sessions}/{created['sessionId']}").json()
        assert backend.delete(f"{sessions}/{created['sessionId']}").status_code == 200
        return read

    def test_create_session(self, backend: httpx.Client, version: str, image: bytes | None) -> None:
        self.create_session_and_verify(backend, version, image, deviceCorrelationId=DEVICE)

    def test_create_session_device_id_optional(self, backend: httpx.Client, version: str, image: bytes | None) -> None:
        self.create_session_and_verify(backend, version, image, deviceCorrelationIdSetInClient=True)

    def test_create_session_with_token_ttl(self, backend: httpx.Client, version: str, image: bytes | None) -> None:
        read = self.create_session_and_verify(
            backend, version, image, deviceCorrelationId=DEVICE, authTokenTimeToLiveInSeconds=60
        )
        assert read["authTokenTimeToLiveInSeconds"] == 60
