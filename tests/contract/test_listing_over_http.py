"""Lists of sessions and of audit entries over HTTP, in all four versions, against a server of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from livegate.cli.attempt import play_attempt
from livegate.contract.versions import ApiVersion
from tests.contract.test_sessions_over_http import GENERAL, MINIMAL, create
from tests.support.openapi import validator
from tests.support.paths import PREVIEWS, collection
from tests.support.server import LiveServer, running_server

UNKNOWN = "00000000-0000-0000-0000-000000000000"
START_INVALID = (
    "Start parameter is invalid. Please specify the 'Id' field of the last entry to continue the listing process."
)
TOP_INVALID = "Top parameter is invalid. Valid range is between 1 and 1000 inclusive."
each_version = pytest.mark.parametrize("version", list(ApiVersion))


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with running_server(tmp_path_factory.mktemp("server") / "data") as server:
        yield server


@pytest.fixture
def backend(empty_server: LiveServer) -> Iterator[httpx.Client]:
    """A client that leaves no session behind, so that every test finds an empty resource."""
    with empty_server.client() as client:
        yield client
        for verify in (False, True):
            path = collection("v1.2", verify=verify)
            for item in client.get(path).json():
                assert client.delete(f"{path}/{item['id']}").status_code == 204


@pytest.fixture(scope="module")
def audited(live_server: LiveServer, portrait_clip: Path) -> dict[str, Any]:
    """A session with two judged attempts, one that was refused, and none left."""
    with live_server.client() as backend:
        created = create(backend, "v1.2-preview.1", enableSessionImage=True)
    results = [play_attempt(str(created["authToken"]), portrait_clip).result_id for _ in range(2)]
    with live_server.device(str(created["authToken"])) as device:
        refused = device.post("/face/v1.2/detectLiveness/singleModal", files={"Content": ("a.mp4", b"x" * 2000)})
    assert refused.status_code == 400
    return created | {"resultIds": [*results, refused.headers["apim-request-id"]], "refused": refused.json()}


@pytest.fixture
def entries(live_server: LiveServer, audited: dict[str, Any]) -> Iterator[Any]:
    with live_server.client() as backend:

        def read(version: str, *, expected: int = 200, **query: str | int) -> Any:
            answer = backend.get(f"{collection(version)}/{audited['sessionId']}/audit", params=query)
            assert answer.status_code == expected
            return answer.json()

        yield read


def ids(backend: httpx.Client, version: str, *, verify: bool = False, **query: str | int) -> list[str]:
    answer = backend.get(collection(version, verify=verify), params=query)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()]


def bad_argument(answer: httpx.Response) -> str:
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BadArgument")
    assert answer.headers["x-ms-error-code"] == "BadArgument"
    message: str = answer.json()["error"]["message"]
    return message


class TestSessions:
    @each_version
    def test_none_are_an_empty_array(self, backend: httpx.Client, version: str) -> None:
        answer = backend.get(collection(version))
        assert (answer.status_code, answer.json()) == (200, [])
        assert answer.headers["content-type"].startswith("application/json")

    @each_version
    def test_an_item_is_the_previews_session_without_state_and_result(
        self, backend: httpx.Client, version: str
    ) -> None:
        """Deviation D-21: so it is in every version."""
        created = create(backend, version, authTokenTimeToLiveInSeconds=60)
        (item,) = backend.get(collection(version)).json()
        read = backend.get(f"{collection('v1.2-preview.1')}/{created['sessionId']}").json()
        assert item == {name: value for name, value in read.items() if name != "status"}
        validator(ApiVersion.V1_2_PREVIEW_1, "LivenessSessionItem").validate(item)

    @each_version
    def test_pages_follow_the_ids_as_text(self, backend: httpx.Client, version: str) -> None:
        created = sorted(str(create(backend, version)["sessionId"]) for _ in range(5))
        assert ids(backend, version) == created
        assert ids(backend, version, top=2) == created[:2]
        assert ids(backend, version, start=created[1], top=2) == created[2:4]
        assert ids(backend, version, start=created[4]) == []
        assert ids(backend, version, start=created[2][:-1]) == created[2:]

    @each_version
    def test_the_kinds_have_lists_of_their_own(self, backend: httpx.Client, version: str) -> None:
        liveness = create(backend, version)["sessionId"]
        verify = backend.post(collection("v1.2-preview.1", verify=True), json=MINIMAL).json()["sessionId"]
        assert ids(backend, version) == [liveness]
        assert ids(backend, version, verify=True) == [verify]

    def test_every_version_lists_the_same_sessions(self, backend: httpx.Client) -> None:
        created = {create(backend, version)["sessionId"] for version in ApiVersion}
        for version in ApiVersion:
            assert set(ids(backend, version)) == created

    def test_a_deleted_session_is_no_longer_listed(self, backend: httpx.Client) -> None:
        kept, gone = (str(create(backend, "v1.2")["sessionId"]) for _ in range(2))
        backend.delete(f"{collection('v1.2')}/{gone}")
        assert ids(backend, "v1.2") == [kept]

    @pytest.mark.parametrize("start", ["", "%00", "%F0%9F%98%80", "%ED%A0%80", "'%20OR%201=1", "x" * 64])
    def test_any_text_may_be_the_start(self, backend: httpx.Client, start: str) -> None:
        """Deviation D-22."""
        assert backend.get(f"{collection('v1.2')}?start={start}").status_code == 200

    @each_version
    @pytest.mark.parametrize("top", ["0", "1001", "-1", "ten", ""])
    def test_refuses_a_top_out_of_range(self, backend: httpx.Client, version: str, top: str) -> None:
        assert bad_argument(backend.get(collection(version), params={"top": top})) == TOP_INVALID

    @each_version
    def test_refuses_a_start_that_is_too_long(self, backend: httpx.Client, version: str) -> None:
        assert bad_argument(backend.get(collection(version), params={"start": "x" * 65})) == "'start' is too long."

    def test_a_key_is_needed_and_the_devices_token_is_none(
        self, backend: httpx.Client, empty_server: LiveServer
    ) -> None:
        created = create(backend, "v1.2")
        assert httpx.get(empty_server.endpoint + collection("v1.2")).status_code == 401
        with empty_server.device(str(created["authToken"])) as device:
            for ending in ("", f"/{created['sessionId']}/audit"):
                assert device.get(collection("v1.2") + ending).status_code == 403


class TestAudit:
    @each_version
    def test_every_upload_has_an_entry_oldest_first(
        self, entries: Any, audited: dict[str, Any], version: ApiVersion
    ) -> None:
        """Deviation D-21: so it is in every version."""
        listed = entries(version)
        assert [entry["id"] for entry in listed] == [1, 2, 3]
        assert [entry["requestId"] for entry in listed] == audited["resultIds"]
        assert {entry["sessionId"] for entry in listed} == {audited["sessionId"]}
        assert [entry["response"]["statusCode"] for entry in listed] == [200, 200, 400]
        assert listed[2]["response"]["body"] == audited["refused"]
        has_images = version is not ApiVersion.V1_1_PREVIEW_1
        assert ["sessionImageId" in entry for entry in listed] == [has_images, has_images, False]
        if version in PREVIEWS:
            for entry in listed:
                validator(version, "LivenessSessionAuditEntry").validate(entry)

    @pytest.mark.parametrize("version", PREVIEWS)
    def test_the_newest_entry_is_the_sessions_result(
        self, entries: Any, live_server: LiveServer, audited: dict[str, Any], version: str
    ) -> None:
        with live_server.client() as backend:
            read = backend.get(f"{collection(version)}/{audited['sessionId']}").json()
        assert entries(version)[-1] == read["result"]

    @each_version
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({"start": "0"}, [1, 2, 3]),
            ({"start": "1"}, [2, 3]),
            ({"start": ""}, [1, 2, 3]),
            ({"top": 2}, [1, 2]),
            ({"start": "1", "top": 1}, [2]),
            ({"start": "3"}, []),
            ({"start": "9" * 64}, []),
        ],
    )
    def test_pages_follow_the_last_seen_id(
        self, entries: Any, version: str, query: dict[str, str | int], expected: list[int]
    ) -> None:
        assert [entry["id"] for entry in entries(version, **query)] == expected

    @each_version
    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ({"start": "one"}, START_INVALID),
            ({"start": "-1"}, START_INVALID),
            ({"start": "1" * 65}, "'start' is too long."),
            ({"top": 0}, TOP_INVALID),
            ({"top": 1001}, TOP_INVALID),
        ],
    )
    def test_refuses_other_pages(self, entries: Any, version: str, query: dict[str, str | int], message: str) -> None:
        assert entries(version, expected=400, **query) == {"error": {"code": "BadArgument", "message": message}}

    @each_version
    def test_a_session_without_attempts_has_no_entries(self, backend: httpx.Client, version: str) -> None:
        created = create(backend, version)
        assert backend.get(f"{collection(version)}/{created['sessionId']}/audit").json() == []

    @pytest.mark.parametrize("version", GENERAL)
    def test_sessions_with_verify_have_entries_too(self, backend: httpx.Client, version: str) -> None:
        """Deviation D-21."""
        sessions = collection(version, verify=True)
        created = backend.post(sessions, files={name: (None, value) for name, value in MINIMAL.items()}).json()
        assert backend.get(f"{sessions}/{created['sessionId']}/audit").json() == []

    @each_version
    def test_a_session_of_the_other_kind_or_of_none_is_not_found(self, backend: httpx.Client, version: str) -> None:
        created = create(backend, version)
        for path in (
            f"{collection(version)}/{UNKNOWN}/audit",
            f"{collection(version, verify=True)}/{created['sessionId']}/audit",
        ):
            answer = backend.get(path)
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "SessionNotFound")


@pytest.mark.parametrize("version", GENERAL)
def test_lists_are_told_from_other_methods(backend: httpx.Client, version: str) -> None:
    answer = backend.post(f"{collection(version)}/{UNKNOWN}/audit")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
