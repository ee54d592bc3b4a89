"""The session operations over HTTP, in all four versions, against a running server."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from livegate.contract.versions import ApiVersion
from tests.support.paths import PREVIEWS, collection
from tests.support.server import LiveServer

GENERAL = ("v1.2", "v1.3-preview.1")
MINIMAL = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1", "userCorrelationId": "user-1"}


@pytest.fixture(scope="module")
def backend(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.client() as client:
        yield client


def create(backend: httpx.Client, version: str, **fields: object) -> dict[str, object]:
    answer = backend.post(collection(version), json=MINIMAL | fields)
    assert answer.status_code == 200, answer.text
    created: dict[str, object] = answer.json()
    return created


class TestCreate:
    @pytest.mark.parametrize("version", PREVIEWS)
    def test_previews_answer_with_id_and_token_only(self, backend: httpx.Client, version: str) -> None:
        created = create(backend, version)
        assert set(created) == {"sessionId", "authToken"}
        assert str(UUID(str(created["sessionId"]))) == created["sessionId"]

    @pytest.mark.parametrize("version", GENERAL)
    def test_general_versions_answer_with_the_session(self, backend: httpx.Client, version: str) -> None:
        created = create(backend, version)
        assert created["status"] == "NotStarted"
        assert created["results"] == {"attempts": []}
        assert str(created["authToken"]).startswith("eyJhbGciOiJFUzI1NiIs")
        assert created["modelVersion"]

    @pytest.mark.parametrize("version", list(ApiVersion))
    def test_takes_verify_images_in_the_versions_own_form(
        self, backend: httpx.Client, version: str, portrait_jpeg: Path
    ) -> None:
        image = ("photo.jpg", portrait_jpeg.read_bytes())
        if version in PREVIEWS:
            answer = backend.post(
                collection(version, verify=True), data={"Parameters": json.dumps(MINIMAL)}, files={"VerifyImage": image}
            )
            seen = answer.json()["verifyImage"]
        else:
            answer = backend.post(collection(version, verify=True), data=MINIMAL, files={"verifyImage": image})
            (seen,) = answer.json()["results"]["verifyReferences"]
            assert seen["referenceType"] == "image"
        assert answer.status_code == 200
        assert min(seen["faceRectangle"].values()) > 0
        assert seen["qualityForRecognition"] in {"low", "medium", "high"}

    @pytest.mark.parametrize("version", PREVIEWS)
    def test_previews_leave_the_verify_image_to_the_device_with_json(self, backend: httpx.Client, version: str) -> None:
        answer = backend.post(collection(version, verify=True), json=MINIMAL)
        assert (answer.status_code, set(answer.json())) == (200, {"sessionId", "authToken"})

    def test_ignores_unknown_fields_and_letter_case(self, backend: httpx.Client) -> None:
        path = "//face/V1.2//DETECTLIVENESS-sessions/"
        answer = backend.post(
            f"http://{backend.base_url.host}:{backend.base_url.port}{path}",
            json=MINIMAL | {"livenessOperationMode": "passiveACTIVE", "enableSessionImage": "true", "unknown": {}},
        )
        assert answer.status_code == 200

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"authTokenTimeToLiveInSeconds": 59}, "InvalidTokenLifetime"),
            ({"authTokenTimeToLiveInSeconds": 86401}, "InvalidTokenLifetime"),
            ({"livenessOperationMode": "Active"}, "InvalidLivenessOperationMode"),
            ({"deviceCorrelationId": "x" * 65}, "InvalidDeviceCorrelationId"),
            ({"deviceCorrelationIdSetInClient": True}, "InvalidDeviceCorrelationId"),
        ],
    )
    def test_refuses_what_the_contract_forbids(
        self, backend: httpx.Client, fields: dict[str, object], code: str
    ) -> None:
        answer = backend.post(collection("v1.2"), json=MINIMAL | fields)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
        assert answer.headers["x-ms-error-code"] == code

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"a":' * 2000, b"null"])
    def test_refuses_a_body_that_is_no_json_object(self, backend: httpx.Client, body: bytes) -> None:
        answer = backend.post(collection("v1.2"), content=body, headers={"content-type": "application/json"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidRequestBody")

    @pytest.mark.parametrize(
        ("path", "content_type"),
        [
            (collection("v1.2"), "text/plain"),
            (collection("v1.2"), "multipart/form-data; boundary=b"),
            (collection("v1.2", verify=True), "application/json"),
        ],
    )
    def test_refuses_other_media_types(self, backend: httpx.Client, path: str, content_type: str) -> None:
        answer = backend.post(path, content=b"{}", headers={"content-type": content_type})
        assert (answer.status_code, answer.json()["error"]["code"]) == (415, "BadArgument")

    @pytest.mark.parametrize(
        ("content", "content_type"),
        [
            (b"", "multipart/form-data"),
            (b"", "multipart/form-data; boundary=b"),
            (b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\n", "multipart/form-data; boundary=b"),
            (b"--b\r\n" + b"H: v\r\n" * 50, "multipart/form-data; boundary=b"),
        ],
    )
    def test_refuses_a_broken_form(self, backend: httpx.Client, content: bytes, content_type: str) -> None:
        headers = {"content-type": content_type}
        answer = backend.post(collection("v1.2", verify=True), content=content, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidRequestBody")

    def test_refuses_a_body_over_the_limit_before_it_is_sent(self, backend: httpx.Client) -> None:
        headers = {"content-type": "application/json"}
        answer = backend.post(collection("v1.2"), content=b" " * 70_000, headers=headers)
        assert answer.status_code == 413

    @pytest.mark.parametrize(
        ("image", "code"),
        [
            (b"", "InvalidImageSize"),
            (b"x" * 2000, "InvalidImage"),
            (b"\xff\xd8\xff" + b"x" * (6 * 1024 * 1024), "InvalidImageSize"),
        ],
    )
    def test_refuses_an_unusable_verify_image(self, backend: httpx.Client, image: bytes, code: str) -> None:
        answer = backend.post(collection("v1.2", verify=True), data=MINIMAL, files={"verifyImage": ("p.jpg", image)})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


class TestRead:
    @pytest.mark.parametrize("version", PREVIEWS)
    def test_previews_echo_what_was_asked_for(self, backend: httpx.Client, version: str) -> None:
        created = create(backend, version, authTokenTimeToLiveInSeconds=60)
        session = backend.get(f"{collection(version)}/{created['sessionId']}").json()
        assert session["id"] == created["sessionId"]
        assert session["createdDateTime"].endswith("Z")
        assert (session["status"], session["sessionExpired"]) == ("NotStarted", False)
        assert (session["deviceCorrelationId"], session["authTokenTimeToLiveInSeconds"]) == ("device-1", 60)
        assert not {"sessionStartDateTime", "result", "authToken"} & set(session)

    @pytest.mark.parametrize("version", GENERAL)
    def test_general_versions_answer_as_creation_did(self, backend: httpx.Client, version: str) -> None:
        created = create(backend, version)
        assert backend.get(f"{collection(version)}/{created['sessionId']}").json() == created

    def test_a_session_is_read_in_every_version(self, backend: httpx.Client) -> None:
        created = create(backend, "v1.2")
        for version in ApiVersion:
            assert backend.get(f"{collection(version)}/{created['sessionId']}").status_code == 200

    def test_the_kinds_are_blind_to_each_other(self, backend: httpx.Client) -> None:
        created = create(backend, "v1.2")
        answer = backend.get(f"{collection('v1.2', verify=True)}/{created['sessionId']}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "SessionNotFound")

    @pytest.mark.parametrize("session_id", ["nobody", "0" * 36, "%00", "%F0%9F%98%80", "'; DROP TABLE sessions;--"])
    def test_an_unknown_id_is_not_found(self, backend: httpx.Client, session_id: str) -> None:
        answer = backend.get(f"{collection('v1.2')}/{session_id}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "SessionNotFound")

    def test_ids_match_in_any_letter_case(self, backend: httpx.Client) -> None:
        created = create(backend, "v1.2")
        assert backend.get(f"{collection('v1.2')}/{str(created['sessionId']).upper()}").status_code == 200


class TestDelete:
    @pytest.mark.parametrize("version", list(ApiVersion))
    def test_answers_with_the_versions_status_and_no_body(self, backend: httpx.Client, version: str) -> None:
        created = create(backend, version)
        path = f"{collection(version)}/{created['sessionId']}"
        deleted = backend.delete(path)
        assert (deleted.status_code, deleted.content) == (200 if version in PREVIEWS else 204, b"")
        for answer in (backend.get(path), backend.delete(path)):
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "SessionNotFound")

    def test_kills_the_token(self, backend: httpx.Client, live_server: LiveServer) -> None:
        created = create(backend, "v1.2")
        with live_server.device(str(created["authToken"])) as device:
            assert device.post("/face/v1.2/session/start").status_code == 200
            backend.delete(f"{collection('v1.2')}/{created['sessionId']}")
            refused = device.post("/face/v1.2/session/start")
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")


class TestDoors:
    def test_every_answer_carries_a_request_id(self, backend: httpx.Client) -> None:
        for path in ("/", "/nothing", "/healthz", "/face/v1.2/nothing", collection("v1.2") + "/nobody"):
            request_id = backend.get(path).headers["apim-request-id"]
            assert str(UUID(request_id)) == request_id

    def test_a_wrong_or_missing_key_is_refused(self, live_server: LiveServer) -> None:
        for headers in ({}, {"Ocp-Apim-Subscription-Key": "wrong"}, {"Authorization": "Bearer x.y.z"}):
            answer = httpx.post(live_server.endpoint + collection("v1.2"), json=MINIMAL, headers=headers)
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "401")

    def test_the_oldest_version_refuses_in_the_old_words(self, live_server: LiveServer) -> None:
        answer = httpx.post(live_server.endpoint + collection("v1.1-preview.1"), json=MINIMAL)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "Unspecified")

    def test_keys_and_tokens_do_not_open_each_others_doors(
        self, backend: httpx.Client, live_server: LiveServer
    ) -> None:
        created = create(backend, "v1.2")
        assert backend.post("/face/v1.2/session/start").status_code == 403
        with live_server.device(str(created["authToken"])) as device:
            assert device.get(f"{collection('v1.2')}/{created['sessionId']}").status_code == 403

    def test_unknown_versions_paths_and_methods_are_told(self, backend: httpx.Client) -> None:
        assert "v1.3-preview.1" in backend.get("/face/v9/detectLiveness-sessions").json()["error"]["message"]
        assert backend.get("/face/v1.2/nothing").status_code == 404
        wrong_method = backend.patch(collection("v1.2"))
        assert (wrong_method.status_code, wrong_method.headers["allow"]) == (405, "POST, GET")

    def test_answers_keep_browsers_strict(self, backend: httpx.Client) -> None:
        headers = backend.get("/").headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]

    @pytest.mark.parametrize("host", ["a b/..\\", "h" * 254, "", "[::1"])
    def test_a_forged_host_does_not_reach_the_token(self, backend: httpx.Client, host: str) -> None:
        answer = backend.post(collection("v1.2"), json=MINIMAL, headers={"host": host})
        assert answer.status_code == 400

    def test_nothing_private_is_logged(self, backend: httpx.Client, live_server: LiveServer) -> None:
        created = create(backend, "v1.2", deviceCorrelationId="a-very-private-device")
        backend.get(f"{collection('v1.2')}/{created['sessionId']}")
        log = live_server.log.read_text()
        assert "createSession" in log
        for secret in (live_server.key, "a-very-private-device", str(created["authToken"]), str(created["sessionId"])):
            assert secret not in log
