"""DELETE as Azure's three pages on it have it, rule by rule, over HTTP against a running server.

The pages: the REST reference's "Delete Liveness Session" and "Delete Liveness With Verify Session", and the API
portal's "Session DetectLivenessWithVerify SingleModal - Delete" of v1.1-preview.1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from livegate.contract.operations import OPERATIONS, Caller, Operation
from livegate.contract.versions import ApiVersion
from tests.support.paths import PREVIEWS, collection
from tests.support.server import LiveServer, running_server

FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1", "userCorrelationId": "user-1"}
UNKNOWN = "b12e033e-bda7-4b83-a211-e721c661f30e"
OLDEST = "v1.1-preview.1"
DETECT = "/face/v1.2/detectLiveness/singleModal"
START = "/face/v1.2/session/start"
DENIED = (
    "Access denied due to invalid subscription key. Make sure you are subscribed to an API you are trying to call and "
    "provide the right key."
)

every_version = pytest.mark.parametrize("version", list(ApiVersion))
both_kinds = pytest.mark.parametrize("verify", [False, True], ids=["liveness", "liveness with verify"])


@dataclass(frozen=True)
class Created:
    """A session to delete."""

    path: str
    token: str


@pytest.fixture(scope="module")
def backend(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.client() as client:
        yield client


def create(backend: httpx.Client, version: str = "v1.2", *, verify: bool = False, **fields: object) -> Created:
    """Create a session under the paths of ``version``; the previews' JSON does for both kinds."""
    maker = version if version in PREVIEWS or not verify else "v1.2-preview.1"
    made = backend.post(collection(maker, verify=verify), json=FIELDS | fields).json()
    return Created(f"{collection(version, verify=verify)}/{made['sessionId']}", made["authToken"])


def error(answer: httpx.Response) -> tuple[int, str, str]:
    """Return status, code and message of an error whose header repeats its code."""
    content = answer.json()["error"]
    assert answer.headers["x-ms-error-code"] == content["code"]
    return answer.status_code, content["code"], content["message"]


class TestSuccess:
    @every_version
    @both_kinds
    def test_is_200_in_the_previews_and_204_later_with_an_empty_body(
        self, backend: httpx.Client, version: str, *, verify: bool
    ) -> None:
        answer = backend.delete(create(backend, version, verify=verify).path)
        assert (answer.status_code, answer.content) == (200 if version in PREVIEWS else 204, b"")
        assert "x-ms-error-code" not in answer.headers

    def test_deletes_all_session_related_information(
        self, backend: httpx.Client, live_server: LiveServer, portrait_clip: Path
    ) -> None:
        session = create(backend, enableSessionImage=True)
        with live_server.device(session.token) as device:
            device.post(DETECT, files={"Content": portrait_clip.read_bytes()}).raise_for_status()
        attempt = backend.get(session.path).json()["results"]["attempts"][0]
        image = f"/face/v1.2/sessionImages/{attempt['result']['sessionImageId']}"
        paths = [session.path, f"{session.path}/audit", image]
        assert [backend.get(path).status_code for path in paths] == [200, 200, 200]
        backend.delete(session.path).raise_for_status()
        assert [backend.get(path).status_code for path in paths] == [404, 404, 404]
        session_id = session.path.rpartition("/")[2]
        assert session_id not in {item["id"] for item in backend.get(collection("v1.2")).json()}

    def test_is_of_one_session_and_no_other(self, backend: httpx.Client) -> None:
        gone, kept = create(backend), create(backend)
        backend.delete(gone.path).raise_for_status()
        assert backend.get(kept.path).status_code == 200


class TestToken:
    def test_is_deactivated_for_every_later_call(self, backend: httpx.Client, live_server: LiveServer) -> None:
        session = create(backend)
        with live_server.device(session.token) as device:
            assert device.post(START).status_code == 200
            backend.delete(session.path).raise_for_status()
            for path in (START, DETECT, "/face/v1.2/session/attempt/end"):
                refused = device.post(path, files={"Content": b"x"} if path == DETECT else None)
                assert error(refused)[:2] == (401, "401")

    def test_still_counts_towards_the_rate_limit(self, tmp_path: Path) -> None:
        with running_server(tmp_path / "data", rate_limit="4/hour") as server, server.client() as backend:
            session = create(backend)
            backend.delete(session.path).raise_for_status()
            with server.device(session.token) as device:
                statuses = [device.post(START).status_code for _ in range(3)]
            assert statuses == [401, 401, 429]
            assert error(backend.delete(session.path))[:2] == (429, "429")


class TestUnknownSession:
    @every_version
    @both_kinds
    def test_is_404_session_not_found(self, backend: httpx.Client, version: str, *, verify: bool) -> None:
        answer = backend.delete(f"{collection(version, verify=verify)}/{UNKNOWN}")
        page_of_the_oldest = "Session Id is not found. The session id is expired or does not exist."
        later = "Session ID is not found. The session ID is expired or does not exist."
        assert error(answer) == (404, "SessionNotFound", page_of_the_oldest if version == OLDEST else later)

    @every_version
    def test_is_404_after_the_first_delete(self, backend: httpx.Client, version: str) -> None:
        path = create(backend, version).path
        statuses = [backend.delete(path).status_code for _ in range(3)]
        assert statuses[1:] == [404, 404]

    def test_is_404_for_a_session_of_the_other_kind_which_stays(self, backend: httpx.Client) -> None:
        session = create(backend)
        other = session.path.replace("detectLiveness-", "detectLivenessWithVerify-")
        assert error(backend.delete(other))[:2] == (404, "SessionNotFound")
        assert backend.get(session.path).status_code == 200


class TestMalformedId:
    """Deviation D-08."""

    @every_version
    @pytest.mark.parametrize(
        "session_id",
        [
            "nobody",
            UNKNOWN[:-1],
            UNKNOWN + "0",
            UNKNOWN.replace("-", ""),
            f"{{{UNKNOWN}}}",
            UNKNOWN[:-1] + "g",
            UNKNOWN + "%0A",
            "%EF%BC%91" + UNKNOWN[1:],
            "%00",
            "%F0%9F%98%80",
            "'; DROP TABLE sessions;--",
            "x" * 3000,
        ],
    )
    def test_is_400_invalid_session_id(self, backend: httpx.Client, version: str, session_id: str) -> None:
        status, code, message = error(backend.delete(f"{collection(version)}/{session_id}"))
        assert (status, code) == (400, "InvalidSessionId")
        assert message.startswith(
            "Unable to find Session ID. The session has expired or the administrator has deleted the session."
        )

    def test_is_404_for_the_operations_that_read(self, backend: httpx.Client) -> None:
        for path in ("/nobody", "/nobody/audit"):
            assert error(backend.get(collection("v1.2") + path))[:2] == (404, "SessionNotFound")

    def test_letter_case_malforms_no_id(self, backend: httpx.Client) -> None:
        head, _, session_id = create(backend).path.rpartition("/")
        assert backend.delete(f"{head}/{session_id.upper()}").status_code == 204


class TestAccess:
    @every_version
    @pytest.mark.parametrize("headers", [{}, {"Ocp-Apim-Subscription-Key": "wrong"}, {"Authorization": "Bearer x.y.z"}])
    def test_is_refused_without_a_valid_key(
        self, backend: httpx.Client, live_server: LiveServer, version: str, headers: dict[str, str]
    ) -> None:
        session = create(backend, version)
        status, code, message = error(httpx.delete(live_server.endpoint + session.path, headers=headers))
        assert (status, code) == (401, "Unspecified" if version == OLDEST else "401")
        assert (message == DENIED) is (version == OLDEST)
        assert backend.get(session.path).status_code == 200

    def test_is_refused_to_the_sessions_own_token(self, backend: httpx.Client, live_server: LiveServer) -> None:
        session = create(backend)
        with live_server.device(session.token) as device:
            assert error(device.delete(session.path))[0] == 403

    def test_is_decided_before_the_id_and_the_body_are_looked_at(self, live_server: LiveServer) -> None:
        headers = {"content-type": "image/png"}
        answer = httpx.request("DELETE", f"{live_server.endpoint}{collection('v1.2')}/x", content=b"x", headers=headers)
        assert answer.status_code == 401


class TestLimits:
    def test_over_the_rate_limit_is_429(self, tmp_path: Path) -> None:
        for version, answer in beyond_the_limit(tmp_path, rate_limit="1/hour"):
            content = answer.json()["error"]
            assert answer.status_code == 429
            assert (content.get("statusCode") == 429) is (version == OLDEST)
            assert (
                content["message"] == f"Rate limit is exceeded. Try again in {answer.headers['retry-after']} seconds."
            )
            assert answer.headers["x-ms-error-code"] == "429"

    def test_over_the_call_quota_is_403(self, tmp_path: Path) -> None:
        for version, answer in beyond_the_limit(tmp_path, call_quota="1/day"):
            content = answer.json()["error"]
            assert answer.status_code == 403
            assert (content.get("statusCode") == 403) is (version == OLDEST)
            assert content["message"] == "Out of call volume quota. Quota will be replenished in 1 days."
            assert answer.headers["x-ms-error-code"] == "403"
            assert "retry-after" not in answer.headers


def beyond_the_limit(folder: Path, **settings: str) -> list[tuple[ApiVersion, httpx.Response]]:
    """Return what DELETE answers in each version after the one call that the settings allow."""
    with running_server(folder / "data", **settings) as server, server.client() as backend:
        assert backend.delete(f"{collection('v1.2')}/{UNKNOWN}").status_code == 404
        return [(version, backend.delete(f"{collection(version)}/{UNKNOWN}")) for version in ApiVersion]


class TestMediaType:
    """Deviation D-40."""

    @every_version
    @pytest.mark.parametrize(
        "media_type", ["text/xml", "image/jpeg", "multipart/form-data; boundary=b", "application/octet-stream", "none"]
    )
    def test_that_makes_no_sense_is_415_and_deletes_nothing(
        self, backend: httpx.Client, version: str, media_type: str
    ) -> None:
        session = create(backend, version)
        answer = backend.request("DELETE", session.path, content=b"{body}", headers={"content-type": media_type})
        status, code, message = error(answer)
        assert (status, code) == (415, "BadArgument")
        assert message.startswith("Invalid Media Type.")
        assert backend.get(session.path).status_code == 200

    def test_is_looked_at_however_the_length_of_the_body_is_told(self, backend: httpx.Client) -> None:
        session = create(backend)
        headers = {"content-type": "text/xml", "transfer-encoding": "chunked"}
        answer = backend.request("DELETE", session.path, content=iter([b"<a/>"]), headers=headers)
        assert error(answer)[:2] == (415, "BadArgument")

    @pytest.mark.parametrize(
        "media_type", ["application/json", "Application/JSON; charset=utf-8", "application/x-www-form-urlencoded"]
    )
    def test_of_json_and_of_forms_is_passed_over(self, backend: httpx.Client, media_type: str) -> None:
        session = create(backend)
        answer = backend.request("DELETE", session.path, content=b"{body}", headers={"content-type": media_type})
        assert answer.status_code == 204

    def test_without_a_body_says_nothing(self, backend: httpx.Client) -> None:
        session = create(backend)
        assert backend.delete(session.path, headers={"content-type": "text/xml"}).status_code == 204


class TestErrorHeader:
    @pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: f"{operation.method} {operation.path}")
    def test_is_on_every_error_of_every_operation(
        self, backend: httpx.Client, live_server: LiveServer, operation: Operation
    ) -> None:
        session = create(backend)
        for version in operation.versions:
            path = f"/face/{version}" + operation.path.replace("{sessionId}", "x").replace("{sessionImageId}", "x")
            with live_server.device(session.token) as device:
                own, other = (backend, device) if operation.caller is Caller.APP_BACKEND else (device, backend)
                answers = [
                    httpx.request(operation.method, live_server.endpoint + path),
                    other.request(operation.method, path),
                    own.request("TRACE", path),
                    own.request(operation.method, path, content=b"\0", headers={"content-type": "x/y"}),
                ]
            assert [answer.status_code for answer in answers[:3]] == [401, 403, 405]
            for answer in answers:
                if answer.status_code >= 400:
                    content = answer.json()["error"]
                    assert answer.headers["x-ms-error-code"] == content.get("code", answer.headers["x-ms-error-code"])
                    assert answer.headers["apim-request-id"]
