"""Deviation D-45: receipts of erasures over HTTP, in all four versions and for both kinds of sessions."""

from collections.abc import Iterator

import httpx
import pytest

from livegate.access.erasure_receipts import open_receipt
from livegate.contract.erasures import RECEIPT_HEADER
from livegate.contract.versions import ApiVersion
from livegate.opened_keys import open_signing_keys
from livegate.sessions.receipts import receipt_id, tombstone_of
from livegate.sessions.tombstones import Cause, Tombstone
from tests.support.paths import PREVIEWS, collection
from tests.support.resources import SharedServer
from tests.support.server import LiveServer

FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1", "userCorrelationId": "user-1"}
UNKNOWN = "A" * 43
VERSIONS = list(ApiVersion)


@pytest.fixture(scope="module")
def backend(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.client() as client:
        yield client


def delete(backend: httpx.Client, version: str = "v1.2", *, verify: bool = False) -> httpx.Response:
    maker = version if version in PREVIEWS or not verify else "v1.2-preview.1"
    made = backend.post(collection(maker, verify=verify), json=FIELDS).json()
    return backend.delete(f"{collection(version, verify=verify)}/{made['sessionId']}")


def opened(server: LiveServer, receipt: str) -> Tombstone:
    return tombstone_of(open_receipt(receipt, open_signing_keys(server.data_dir).keys().find_published).payload)


@pytest.mark.parametrize("verify", [False, True], ids=["liveness", "liveness with verify"])
@pytest.mark.parametrize("version", VERSIONS)
def test_delete_answers_as_ever_with_a_signed_receipt_beside_it(
    backend: httpx.Client, live_server: LiveServer, version: str, *, verify: bool
) -> None:
    answer = delete(backend, version, verify=verify)
    assert (answer.status_code, answer.content) == (200 if version in PREVIEWS else 204, b"")
    tombstone = opened(live_server, answer.headers[RECEIPT_HEADER])
    assert (tombstone.resource, tombstone.cause, tombstone.image_count) == ("default", Cause.DELETED, 0)
    again = backend.get(f"/face/{version}/erasures/{receipt_id(tombstone)}").json()
    assert opened(live_server, again.pop("receipt")) == tombstone
    assert again == {
        "id": str(tombstone.sequence),
        "receiptId": receipt_id(tombstone),
        "erasedAt": tombstone.erased_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "cause": "deleted",
    }


def test_a_second_delete_is_404_and_has_no_receipt(backend: httpx.Client) -> None:
    first = delete(backend)
    second = backend.delete(first.request.url)
    assert (second.status_code, second.json()["error"]["code"]) == (404, "SessionNotFound")
    assert RECEIPT_HEADER not in second.headers


def test_a_receipt_names_neither_the_session_nor_what_the_call_said(
    backend: httpx.Client, live_server: LiveServer
) -> None:
    answer = delete(backend)
    payload = open_receipt(
        answer.headers[RECEIPT_HEADER], open_signing_keys(live_server.data_dir).keys().find_published
    ).payload
    session_id = str(answer.request.url).rsplit("/", 1)[1]
    for secret in (session_id, session_id.replace("-", ""), "device-1", "127.0.0.1"):
        assert secret.encode() not in payload


def test_an_auditor_walks_through_all_erasures(backend: httpx.Client) -> None:
    wanted = [receipt_header_id(backend) for _ in range(3)]
    seen: list[dict[str, str]] = []
    while page := backend.get(
        "/face/v1.2/erasures", params={"top": 2} | ({"start": seen[-1]["id"]} if seen else {})
    ).json():
        assert len(page) <= 2
        seen += page
    assert [item["receiptId"] for item in seen][-3:] == wanted
    numbers = [int(item["id"]) for item in seen]
    assert numbers == sorted(set(numbers))


def receipt_header_id(backend: httpx.Client) -> str:
    """Delete a session and return its receipt's id."""
    delete(backend)
    newest: str = backend.get("/face/v1.2/erasures").json()[-1]["receiptId"]
    return newest


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("start=x", 400),
        ("start=-1", 400),
        ("top=0", 400),
        ("top=1001", 400),
        ("start=" + "9" * 64, 200),
        ("top=1", 200),
    ],
)
def test_a_list_takes_start_and_top_as_the_other_lists_do(backend: httpx.Client, query: str, status: int) -> None:
    assert backend.get(f"/face/v1.3-preview.1/erasures?{query}").status_code == status


@pytest.mark.parametrize("receipt", [UNKNOWN, "x", "%00", "é", "A" * 300, UNKNOWN + "="])
def test_an_unknown_receipt_is_404(backend: httpx.Client, receipt: str) -> None:
    answer = backend.get(f"/face/v1.2/erasures/{receipt}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "ErasureNotFound")


def test_a_receipt_is_found_under_its_own_resource_alone(shared_server: SharedServer) -> None:
    keys = (shared_server.key(name) for name in ("default", "payments"))
    own, other = (shared_server.with_key(key) for key in keys)
    with own, other:
        delete(own)
        item = own.get("/face/v1.2/erasures").json()[-1]
        path = f"/face/v1.2/erasures/{item['receiptId']}"
        assert own.get(path).status_code == 200
        assert other.get(path).status_code == 404
        assert item["receiptId"] not in other.get("/face/v1.2/erasures").text


@pytest.mark.parametrize("path", ["erasures", f"erasures/{UNKNOWN}"])
def test_neither_a_device_nor_a_stranger_reads_receipts(
    backend: httpx.Client, live_server: LiveServer, path: str
) -> None:
    token = backend.post(collection("v1.2"), json=FIELDS).json()["authToken"]
    with live_server.device(token) as device:
        assert device.get(f"/face/v1.2/{path}").status_code == 403
    assert httpx.get(f"{live_server.endpoint}/face/v1.2/{path}").status_code == 401
