"""What the tests of Azure's .NET SDK assert, by their names, restated over plain HTTP: the SDK itself is not run.

Restates ``FaceSessionClientTests.cs`` of Azure.AI.Vision.Face in its two revisions: the first asks for the preview
versions, the later one for v1.3-preview.1. The tests that Azure plays from recordings read sessions that were judged.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from livegate.cli.attempt import play_attempt
from tests.compat.conftest import JudgedSession
from tests.support.compatibility import DOTNET, Recorder
from tests.support.paths import PREVIEWS, collection
from tests.support.server import LiveServer

DEVICE = "11902120-3636-1876-4916-073bdc0f9b12"
USER = "eab3f6b7-baab-4a72-abee-d76eba620f6c"
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": DEVICE}
SIDES = {"top", "left", "width", "height"}
V1_3 = "v1.3-preview.1"

each_preview = pytest.mark.parametrize("version", PREVIEWS)
each_kind = pytest.mark.parametrize("verify", [False, True], ids=["liveness", "with-verify"])


@pytest.fixture
def backend(live_server: LiveServer, recorder: Recorder) -> Iterator[httpx.Client]:
    with live_server.client() as client:
        yield recorder.watch(client, DOTNET)


@pytest.fixture
def photo(portrait_jpeg: Path) -> bytes:
    return portrait_jpeg.read_bytes()


def answered(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()


def created(backend: httpx.Client, version: str, *, verify: bool, image: bytes | None = None) -> dict[str, Any]:
    """Create a session as the first revision does."""
    path = collection(version, verify=verify)
    if image is None:
        session = answered(backend.post(path, json=FIELDS))
    else:
        # The SDK writes the file's name and the parts in this order.
        files: dict[str, tuple[str | None, str | bytes]] = {
            "Parameters": (None, json.dumps(FIELDS)),
            "VerifyImage": ("VerifyImage", image),
        }
        session = answered(backend.post(path, files=files))
    assert session["sessionId"]
    assert session["authToken"]
    return dict(session)


def created_with_user(backend: httpx.Client, *, image: bytes | None = None, **fields: str) -> dict[str, Any]:
    """Create a session as the later revision does; one with verify has the user that the service demanded."""
    path = collection(V1_3, verify=image is not None)
    content = FIELDS | {"userCorrelationId": USER} | fields
    request = {"json": content} if image is None else {"data": content, "files": {"verifyImage": ("photo.jpg", image)}}
    session = answered(backend.post(path, **request))
    assert session["sessionId"]
    assert session["authToken"]
    return dict(session)


def check_audit_entry(entry: dict[str, Any], session_id: str, *, verify: bool) -> None:
    assert entry["sessionId"] == session_id
    for name in ("id", "requestId", "receivedDateTime", "digest"):
        assert entry[name]
    for name in ("url", "method", "contentLength", "contentType"):
        assert entry["request"][name]
    assert entry["response"]["statusCode"] == 200
    assert entry["response"]["latencyInMilliseconds"] > 0
    body = entry["response"]["body"]
    assert body["livenessDecision"]
    assert body["target"].keys() >= {"fileName", "timeOffsetWithinFile", "imageType"}
    assert body["target"]["faceRectangle"].keys() == SIDES
    if verify:
        verified = body["verifyResult"]
        assert verified.keys() >= {"isIdentical", "matchConfidence"}
        assert verified["verifyImage"]["faceRectangle"].keys() == SIDES
        assert verified["verifyImage"]["qualityForRecognition"]


class TestPreviews:
    """The first revision."""

    @each_preview
    @pytest.mark.parametrize("case", ["liveness", "with-verify", "with-verify-image"])
    def test_create_session(self, backend: httpx.Client, photo: bytes, version: str, case: str) -> None:
        """``TestCreateLivenessSession`` and ``TestCreateLivenessWithVerifySession``, without and with an image."""
        image = photo if case == "with-verify-image" else None
        session = created(backend, version, verify=case != "liveness", image=image)
        assert ("verifyImage" in session) is (image is not None)
        if image is not None:
            assert session["verifyImage"]["faceRectangle"].keys() == SIDES
            assert session["verifyImage"]["qualityForRecognition"]
        path = f"{collection(version, verify=case != 'liveness')}/{session['sessionId']}"
        assert answered(backend.get(path))["deviceCorrelationId"] == DEVICE
        backend.delete(path)

    @each_preview
    @each_kind
    def test_list_sessions(self, backend: httpx.Client, photo: bytes, version: str, *, verify: bool) -> None:
        """``TestListLivenessSessions`` and ``TestListLivenessWithVerifySessions``."""
        ids = {
            created(backend, version, verify=verify, image=image)["sessionId"]
            for image in (None, photo if verify else None)
        }
        sessions = answered(backend.get(collection(version, verify=verify)))
        assert ids <= {session["id"] for session in sessions}
        assert [session["id"] for session in sessions] == sorted(session["id"] for session in sessions)
        for session in sessions:
            assert session["createdDateTime"]
            assert 60 <= session["authTokenTimeToLiveInSeconds"] <= 86400
        for session_id in ids:
            backend.delete(f"{collection(version, verify=verify)}/{session_id}")

    @each_preview
    @each_kind
    def test_get_session_result(
        self, backend: httpx.Client, judged: dict[bool, JudgedSession], version: str, *, verify: bool
    ) -> None:
        """``TestGetSessionResult`` and ``TestGetLivenessWithVerifySessionResult``."""
        session = answered(backend.get(f"{collection(version, verify=verify)}/{judged[verify].id}"))
        assert session["id"] == judged[verify].id
        assert session["status"] == "ResultAvailable"
        assert session.keys() >= {"createdDateTime", "sessionStartDateTime", "sessionExpired", "deviceCorrelationId"}
        assert 60 <= session["authTokenTimeToLiveInSeconds"] <= 86400
        check_audit_entry(session["result"], judged[verify].id, verify=verify)

    @each_preview
    @each_kind
    def test_get_session_audit_entries(
        self, backend: httpx.Client, judged: dict[bool, JudgedSession], version: str, *, verify: bool
    ) -> None:
        """``TestGetSessionAuditEntries`` and ``TestGetLivenessWithVerifySessionAuditEntries``."""
        entries = answered(backend.get(f"{collection(version, verify=verify)}/{judged[verify].id}/audit"))
        assert len(entries) == 2
        for entry in entries:
            check_audit_entry(entry, judged[verify].id, verify=verify)

    @each_preview
    @each_kind
    def test_delete_session(self, backend: httpx.Client, version: str, *, verify: bool) -> None:
        """``TestDeleteLivenessSessions`` and ``TestDeleteLivenessWithVerifySessions``."""
        session = created(backend, version, verify=verify)
        assert backend.delete(f"{collection(version, verify=verify)}/{session['sessionId']}").status_code == 200


class TestV13:
    """The later revision. Its tests of sessions with verify are disabled; what they want is asserted all the same."""

    @each_kind
    def test_create_get_and_delete_session(self, backend: httpx.Client, photo: bytes, *, verify: bool) -> None:
        """``TestCreate…``, ``TestGetSessionResult`` and ``TestDelete…`` of both kinds."""
        session = created_with_user(backend, image=photo if verify else None, expectedClientIpAddress="127.0.0.1")
        path = f"{collection(V1_3, verify=verify)}/{session['sessionId']}"
        read = answered(backend.get(path))
        assert read["sessionId"] == session["sessionId"]
        assert read["expectedClientIpAddress"] == "127.0.0.1"
        assert backend.delete(path).status_code == 204

    def test_get_liveness_with_verify_session_result(
        self, backend: httpx.Client, portrait_clip: Path, photo: bytes
    ) -> None:
        """``TestGetLivenessWithVerifySessionResult``."""
        session = created_with_user(backend, image=photo, enableSessionImage="true")
        play_attempt(session["authToken"], portrait_clip, version=V1_3)
        path = f"{collection(V1_3, verify=True)}/{session['sessionId']}"
        read = answered(backend.get(path))
        assert read["status"] == "Succeeded"
        attempt = read["results"]["attempts"][0]
        assert attempt.keys() >= {"attemptId", "attemptStatus"}
        result = attempt["result"]
        assert result.keys() >= {"digest", "livenessDecision", "sessionImageId"}
        assert result["targets"]["color"]["faceRectangle"].keys() == SIDES
        assert result["verifyResult"].keys() >= {"isIdentical", "matchConfidence"}
        reference = read["results"]["verifyReferences"][0]
        assert reference["faceRectangle"].keys() == SIDES
        assert reference["qualityForRecognition"]
        backend.delete(path)

    def test_a_session_with_verify_needs_the_user_that_the_sdk_cannot_name(
        self, backend: httpx.Client, photo: bytes
    ) -> None:
        """What Azure's service answers, and the reason for which these tests are disabled."""
        answer = backend.post(collection(V1_3, verify=True), data=FIELDS, files={"verifyImage": ("photo.jpg", photo)})
        assert answer.status_code == 400
