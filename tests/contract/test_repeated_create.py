"""Create calls that come twice, over HTTP (deviation D-39): an app that repeats a call is left with one session."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from livegate.contract.versions import ApiVersion
from livegate.http.client_request_ids import CLIENT_REQUEST_ID_HEADERS
from livegate.operations.system import RandomIdentifiers
from tests.support.paths import PREVIEWS, collection
from tests.support.server import LiveServer, running_server


@pytest.fixture(scope="module")
def backend(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.client() as client:
        yield client


@pytest.fixture
def call_id() -> str:
    return RandomIdentifiers().request_id()


def fields(call_id: str, **changes: object) -> dict[str, object]:
    """The fields of a create call; the device's id is the test's own."""
    return {"livenessOperationMode": "Passive", "deviceCorrelationId": call_id, "userCorrelationId": "u"} | changes


def create(
    backend: httpx.Client, version: str, call_id: str, *, header: str = "x-ms-client-request-id", **changes: object
) -> tuple[str, str]:
    """Return the id and the token of the session that was created, or had been."""
    answer = backend.post(collection(version), json=fields(call_id, **changes), headers={header: call_id})
    assert answer.status_code == 200, answer.text
    return answer.json()["sessionId"], answer.json()["authToken"]


def of_device(backend: httpx.Client, device_id: str, *, verify: bool = False) -> set[str]:
    listed = backend.get(collection("v1.2", verify=verify)).json()
    return {item["id"] for item in listed if item.get("deviceCorrelationId") == device_id}


@pytest.mark.parametrize("version", list(ApiVersion))
@pytest.mark.parametrize("header", CLIENT_REQUEST_ID_HEADERS)
def test_a_repeated_call_gets_the_same_session_and_token(
    backend: httpx.Client, version: str, header: str, call_id: str
) -> None:
    made = {create(backend, version, call_id, header=header) for _ in range(3)}
    ((session_id, _),) = made
    assert of_device(backend, call_id) == {session_id}


@pytest.mark.parametrize("version", list(ApiVersion))
def test_a_repeated_call_with_a_verify_image_gets_the_same_session(
    backend: httpx.Client, version: str, call_id: str, portrait_jpeg: Path
) -> None:
    image = ("photo.jpg", portrait_jpeg.read_bytes())
    content = fields(call_id)
    is_preview = version in PREVIEWS
    answers = [
        backend.post(
            collection(version, verify=True),
            data={"Parameters": json.dumps(content)} if is_preview else content,
            files={"VerifyImage" if is_preview else "verifyImage": image},
            headers={"x-ms-client-request-id": call_id},
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert of_device(backend, call_id, verify=True) == {answers[0].json()["sessionId"]}


@pytest.mark.parametrize("value", ["", "x" * 129, "two words"])
def test_a_malformed_id_fails_no_call_and_repeats_none(backend: httpx.Client, call_id: str, value: str) -> None:
    headers = {"x-ms-client-request-id": value}
    answers = [backend.post(collection("v1.2"), json=fields(call_id), headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(of_device(backend, call_id)) == 2


def test_the_same_id_with_other_fields_or_of_the_other_kind_makes_another_session(
    backend: httpx.Client, call_id: str
) -> None:
    create(backend, "v1.2-preview.1", call_id)
    create(backend, "v1.2-preview.1", call_id, enableSessionImage=True)
    verify = collection("v1.2-preview.1", verify=True)
    backend.post(verify, json=fields(call_id), headers={"x-ms-client-request-id": call_id}).raise_for_status()
    assert (len(of_device(backend, call_id)), len(of_device(backend, call_id, verify=True))) == (2, 1)


def test_after_a_delete_a_repeated_call_makes_a_new_session(backend: httpx.Client, call_id: str) -> None:
    first, _ = create(backend, "v1.2", call_id)
    backend.delete(f"{collection('v1.2')}/{first}").raise_for_status()
    second, _ = create(backend, "v1.2", call_id)
    assert of_device(backend, call_id) == {second}
    assert first != second


def test_a_refused_call_that_is_mended_under_the_same_id_makes_a_session(backend: httpx.Client, call_id: str) -> None:
    headers = {"x-ms-client-request-id": call_id}
    wrong = fields(call_id, authTokenTimeToLiveInSeconds=1)
    assert backend.post(collection("v1.2"), json=wrong, headers=headers).status_code == 400
    session_id, _ = create(backend, "v1.2", call_id)
    assert of_device(backend, call_id) == {session_id}


async def test_calls_at_the_same_time_to_two_servers_make_one_session(tmp_path: Path, call_id: str) -> None:
    with ExitStack() as stack:
        servers = [stack.enter_context(running_server(tmp_path / "data")) for _ in range(2)]
        headers = {"Ocp-Apim-Subscription-Key": servers[0].key, "x-ms-client-request-id": call_id}
        async with httpx.AsyncClient(headers=headers, timeout=60) as client:
            urls = [server.endpoint + collection("v1.2") for server in servers] * 12
            answers = await asyncio.gather(*(client.post(url, json=fields(call_id)) for url in urls))
        assert {answer.status_code for answer in answers} == {200}
        ((session_id, _),) = {(answer.json()["sessionId"], answer.json()["authToken"]) for answer in answers}
        with servers[0].client() as backend:
            assert of_device(backend, call_id) == {session_id}
