"""Deviation D-41: every magic correlation id over HTTP, in every version, against a server in test mode."""

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image

from livegate.contract.client_errors import ClientError
from livegate.contract.errors import render_error
from livegate.contract.test_mode import TEST_MODE_HEADER, WIPE_PATH
from livegate.contract.versions import ApiVersion
from livegate.http.scripted_refusals import SCRIPTED_REFUSALS, scripted_refusal
from livegate.sessions.scripted.scenario import ScriptedCall
from livegate.testing.server import LivegateServer, running_test_server
from tests.support.raw_http import exchange
from tests.support.scripted_backend import ScriptedBackend
from tests.support.server import LiveServer

GENERAL = [version for version in ApiVersion if not version.traits.is_preview_family]
DECISIONS = ["realface", "spoofface", "uncertain"]

each_version = pytest.mark.parametrize("version", list(ApiVersion))
each_general_version = pytest.mark.parametrize("version", GENERAL)


@pytest.fixture(scope="module")
def client(livegate_server: LivegateServer) -> Iterator[httpx.Client]:
    key = {"Ocp-Apim-Subscription-Key": livegate_server.key}
    with httpx.Client(base_url=livegate_server.endpoint, headers=key, timeout=60) as opened:
        yield opened


@pytest.fixture
def backend(livegate_server: LivegateServer, client: httpx.Client, version: ApiVersion) -> ScriptedBackend:
    return ScriptedBackend(livegate_server, client, version)


@pytest.fixture
def verifying(backend: ScriptedBackend) -> ScriptedBackend:
    return replace(backend, verify=True)


class TestDecisions:
    @each_version
    @pytest.mark.parametrize("decision", DECISIONS)
    def test_every_attempt_is_decided_as_the_id_says(self, backend: ScriptedBackend, decision: str) -> None:
        session = backend.created(decision.upper())
        played = backend.play(session)
        assert (played.status, played.code) == (204 if backend.version.traits.is_preview_family else 200, "")
        assert backend.result(session)["livenessDecision"] == decision
        assert hashlib.sha256(b"any bytes").hexdigest().upper() in backend.client.get(backend.item(session)).text

    @each_version
    def test_no_challenge_need_be_answered(self, backend: ScriptedBackend) -> None:
        session = backend.created("realface", livenessOperationMode="PassiveActive")
        backend.play(session)
        assert backend.result(session)["livenessDecision"] == "realface"

    @each_version
    @pytest.mark.parametrize(
        ("magic", "is_identical"), [*((decision, True) for decision in DECISIONS), ("realface-different", False)]
    )
    def test_any_bytes_are_a_verify_image_that_matches_or_does_not(
        self, verifying: ScriptedBackend, magic: str, *, is_identical: bool
    ) -> None:
        session = verifying.created(magic, image=b"no picture at all")
        verifying.play(session)
        result = verifying.result(session)
        assert result["livenessDecision"] == magic.partition("-")[0]
        assert result["verifyResult"]["isIdentical"] is is_identical
        assert result["verifyResult"]["matchConfidence"] == float(is_identical)

    @each_general_version
    def test_the_device_may_bring_the_verify_image(self, verifying: ScriptedBackend) -> None:
        session = verifying.created("realface")
        assert verifying.play(session).code == "VerifyImageNotProvided"
        assert verifying.play(session, verify_image=b"no picture").status == 200
        assert verifying.result(session)["verifyResult"]["isIdentical"] is True

    @each_general_version
    def test_the_session_image_is_a_real_picture_with_the_face_in_it(self, backend: ScriptedBackend) -> None:
        session = backend.created("realface", enableSessionImage=True)
        backend.play(session)
        result = backend.result(session)
        answer = backend.client.get(f"/face/{backend.version}/sessionImages/{result['sessionImageId']}")
        rectangle = result["targets"]["color"]["faceRectangle"]
        with Image.open(io.BytesIO(answer.content)) as picture:
            picture.load()
            assert rectangle["left"] + rectangle["width"] < picture.width

    @each_version
    def test_a_device_may_bring_the_id(self, backend: ScriptedBackend) -> None:
        session = backend.created("", deviceCorrelationId=None, deviceCorrelationIdSetInClient=True)
        backend.play(session, correlation_id="livegate-test-spoofface")
        assert backend.result(session)["livenessDecision"] == "spoofface"

    @pytest.mark.parametrize("version", [ApiVersion.V1_3_PREVIEW_1])
    def test_the_users_id_will_do(self, backend: ScriptedBackend) -> None:
        session = backend.created("", deviceCorrelationId="device-1", userCorrelationId="livegate-test-uncertain")
        backend.play(session)
        assert backend.result(session)["livenessDecision"] == "uncertain"

    @pytest.mark.parametrize("version", [ApiVersion.V1_3_PREVIEW_1])
    def test_many_forced_spoofs_are_no_abuse(self, backend: ScriptedBackend) -> None:
        for _ in range(12):
            assert backend.play(backend.created("spoofface")).status == 200

    @each_version
    def test_a_capture_is_parsed_as_ever(self, backend: ScriptedBackend) -> None:
        session = backend.created("realface")
        detect = f"/face/{backend.version}/detectLiveness/singleModal"
        bearer = {"Authorization": f"Bearer {session['authToken']}"}
        refused = backend.client.post(detect, files={"Other": b"any"}, headers=bearer)
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, "InvalidRequestBody")


@each_version
@pytest.mark.parametrize("error", list(ClientError))
def test_every_attempt_fails_as_the_id_says(backend: ScriptedBackend, error: ClientError) -> None:
    session = backend.created(f"attempt-{error}")
    played = backend.play(session)
    assert (played.status, played.code) == (400, error)
    if backend.version.traits.is_preview_family:
        return
    (attempt,) = backend.read(session)["results"]["attempts"]
    assert attempt["attemptStatus"] == ("Canceled" if error.startswith("UserCanceled") else "Failed")
    assert (attempt["error"]["code"], attempt["error"]["message"]) == (error, error.message)


class TestRefusals:
    def check(self, answer: httpx.Response, refusal: str, version: ApiVersion) -> None:
        expected = render_error(scripted_refusal(refusal), version)
        assert (answer.status_code, answer.json()) == (expected.status, json.loads(expected.body))
        assert answer.headers.get("retry-after") == ("1" if refusal in {"429", "503"} else None)

    @each_version
    @pytest.mark.parametrize("refusal", SCRIPTED_REFUSALS)
    def test_a_creation_is_refused_and_leaves_nothing(self, backend: ScriptedBackend, refusal: str) -> None:
        backend.server.wipe()
        self.check(backend.create(f"create-{refusal}"), refusal, backend.version)
        assert backend.client.get(backend.path).json() == []

    @each_version
    @pytest.mark.parametrize("refusal", SCRIPTED_REFUSALS)
    def test_reading_is_refused_and_nothing_else(self, backend: ScriptedBackend, refusal: str) -> None:
        item = backend.item(backend.created(f"{ScriptedCall.READ}-{refusal}"))
        self.check(backend.client.get(item), refusal, backend.version)
        self.check(backend.client.get(f"{item}/audit"), refusal, backend.version)
        assert backend.client.delete(item).is_success

    @each_version
    @pytest.mark.parametrize("refusal", SCRIPTED_REFUSALS)
    def test_deleting_is_refused_and_deletes_nothing(self, backend: ScriptedBackend, refusal: str) -> None:
        session = backend.created(f"delete-{refusal}")
        self.check(backend.client.delete(backend.item(session)), refusal, backend.version)
        assert backend.read(session)["status"] == "NotStarted"


class TestTime:
    @each_version
    def test_the_token_has_run_out_and_the_session_has_not(self, backend: ScriptedBackend) -> None:
        session = backend.created("token-expired")
        assert backend.play(session).status == 401
        read = backend.read(session)
        if backend.version.traits.is_preview_family:
            assert read["sessionExpired"] is True
            assert read["authTokenTimeToLiveInSeconds"] == 600

    @each_version
    def test_the_session_is_gone_at_once(self, backend: ScriptedBackend) -> None:
        session = backend.created("session-expired")
        answers = [backend.client.get(backend.item(session)), backend.client.delete(backend.item(session))]
        assert [answer.json()["error"]["code"] for answer in answers] == ["SessionNotFound"] * 2
        assert backend.play(session).status == 401

    @each_version
    def test_a_slow_session_ends_well(self, backend: ScriptedBackend) -> None:
        session = backend.created("slow-1")
        backend.play(session)
        assert backend.result(session)["livenessDecision"] == "realface"
        assert backend.client.delete(backend.item(session)).is_success


class TestIds:
    @each_version
    def test_an_id_that_names_nothing_is_refused(self, backend: ScriptedBackend) -> None:
        error = backend.create("realfaec").json()["error"]
        assert error["code"] == "InvalidDeviceCorrelationId"
        assert "names no scenario" in error["message"]

    @each_version
    def test_a_device_comes_too_late_with_a_scenario_of_the_creation(self, backend: ScriptedBackend) -> None:
        session = backend.created("", deviceCorrelationId=None, deviceCorrelationIdSetInClient=True)
        played = backend.play(session, correlation_id="livegate-test-create-429")
        assert (played.status, played.code) == (400, "InvalidDeviceCorrelationId")


class TestWithoutAnId:
    @pytest.mark.parametrize("version", [ApiVersion.V1_2])
    def test_a_session_is_judged_for_real(self, backend: ScriptedBackend) -> None:
        session = backend.created("", deviceCorrelationId="device-1")
        assert backend.play(session, b"no video" * 100).code == "UnsupportedMediaType"

    @pytest.mark.parametrize("version", [ApiVersion.V1_2])
    def test_without_models_it_says_what_is_missing(
        self, client: httpx.Client, version: ApiVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LIVEGATE_MODELS_DIR", str(tmp_path / "none"))
        with running_test_server(tmp_path) as server, httpx.Client(base_url=server.endpoint) as caller:
            caller.headers["Ocp-Apim-Subscription-Key"] = server.key
            bare = ScriptedBackend(server, caller, version)
            assert bare.play(bare.created("realface")).status == 200
            session = bare.created("", deviceCorrelationId="device-1")
            bearer = {"Authorization": f"Bearer {session['authToken']}"}
            detect = "/face/v1.2/detectLiveness/singleModal"
            refused = caller.post(detect, files={"Content": b"any"}, headers=bearer)
        assert refused.status_code == 503
        assert "No models are installed" in refused.json()["error"]["message"]


class TestWipe:
    @each_version
    def test_nothing_is_left_whatever_a_scenario_says(self, backend: ScriptedBackend) -> None:
        items = [backend.item(backend.created(magic)) for magic in ("delete-500", "read-401", "realface")]
        assert backend.client.delete(WIPE_PATH).status_code == 204
        assert [backend.client.get(item).status_code for item in items] == [404] * 3
        assert backend.client.get(backend.path).json() == []

    def test_it_takes_a_key(self, client: httpx.Client) -> None:
        assert client.delete(WIPE_PATH, headers={"Ocp-Apim-Subscription-Key": "wrong"}).status_code == 401

    def test_there_is_none_outside_test_mode(self, live_server: LiveServer) -> None:
        with live_server.client() as caller:
            assert caller.delete(WIPE_PATH).status_code in {404, 405}


class TestMark:
    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", "/", 200),
            ("GET", "/healthz", 200),
            ("GET", "/nothing", 404),
            ("DELETE", "/healthz", 405),
            ("GET", "/face/v9/anything", 404),
            ("GET", "/face/v1.2/detectLiveness-sessions", 200),
            ("POST", "/face/v1.2/detectLiveness-sessions", 400),
            ("POST", "/face/v1.2/session/start", 403),
        ],
    )
    def test_every_answer_says_that_it_comes_from_test_mode(
        self, client: httpx.Client, method: str, path: str, status: int
    ) -> None:
        answer = client.request(method, path)
        assert (answer.status_code, answer.headers.get(TEST_MODE_HEADER)) == (status, "true")

    @pytest.mark.parametrize(
        ("sent", "status"),
        [(b"no http at all\r\n\r\n", 400), (b"GET / HTTP/1.1\r\nx: " + b"x" * 70_000 + b"\r\n\r\n", 431)],
    )
    def test_what_is_no_http_is_answered_so_too(
        self, livegate_server: LivegateServer, sent: bytes, status: int
    ) -> None:
        address = urlsplit(livegate_server.endpoint)
        answer = exchange((str(address.hostname), address.port or 0), sent)
        assert answer is not None
        assert (answer.status, answer.headers.get(TEST_MODE_HEADER)) == (status, "true")

    def test_no_answer_says_so_outside_test_mode(self, live_server: LiveServer) -> None:
        with live_server.client() as caller:
            assert TEST_MODE_HEADER not in caller.get("/").headers


class TestOutsideTestMode:
    """Deviation D-42."""

    @each_version
    def test_a_magic_id_is_refused_when_a_session_is_created(
        self, live_server: LiveServer, livegate_server: LivegateServer, version: ApiVersion
    ) -> None:
        with live_server.client() as caller:
            error = ScriptedBackend(livegate_server, caller, version).create("realface").json()["error"]
        assert error["code"] == "InvalidDeviceCorrelationId"
        assert "reserved for test mode" in error["message"]

    @each_version
    @pytest.mark.parametrize(
        ("field", "code"),
        [("deviceCorrelationId", "InvalidDeviceCorrelationId"), ("userCorrelationId", "InvalidRequestBody")],
    )
    def test_a_device_may_not_bring_one(
        self, live_server: LiveServer, livegate_server: LivegateServer, version: ApiVersion, field: str, code: str
    ) -> None:
        with live_server.client() as caller:
            session = ScriptedBackend(livegate_server, caller, version).created("", deviceCorrelationId="device-1")
        with live_server.device(session["authToken"]) as device:
            refused = device.post(f"/face/{version}/session/start", json={field: "LIVEGATE-TEST-realface"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, code)
        assert "reserved for test mode" in refused.json()["error"]["message"]
