"""Pages of every origin against every operation (deviation D-48): what a browser would let them call and read."""

import json
from collections.abc import Iterator

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from livegate.contract.operations import OPERATIONS, Caller, Operation, OperationId
from tests.support.paths import collection
from tests.support.server import LiveServer, running_server
from tests.support.streaming import stream_url

NAMED, FOREIGN, LOOPBACK = "https://app.example", "https://attacker.example", "http://localhost:3000"
ORIGINS = {NAMED: True, "http://app.example": False, FOREIGN: False, LOOPBACK: False, "null": False, "": False}
EXPOSED = {"apim-request-id", "ratelimit", "ratelimit-policy", "retry-after", "x-ms-error-code"}
TOKEN_HEADERS = "authorization, content-type, x-ms-client-request-id"

each_operation = pytest.mark.parametrize(
    "operation", OPERATIONS, ids=lambda operation: f"{operation.method} {operation.path}"
)
each_device_operation = pytest.mark.parametrize(
    "operation",
    [operation for operation in OPERATIONS if operation.caller is Caller.DEVICE],
    ids=lambda operation: operation.path,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with running_server(
        tmp_path_factory.mktemp("origins") / "data", device_origins=NAMED, rate_limit="1000/minute"
    ) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[httpx.Client]:
    # One for all: a client takes longer to make than to be answered.
    with httpx.Client() as client:
        yield client


def path_of(operation: Operation) -> str:
    path = operation.path.replace("{sessionId}", "0" * 8).replace("{sessionImageId}", "1").replace("{receiptId}", "1")
    return f"/face/{operation.versions[-1]}{path}"


def preflight(
    browser: httpx.Client, server: LiveServer, operation: Operation, origin: str, headers: str = TOKEN_HEADERS
) -> httpx.Response:
    return browser.options(
        server.endpoint + path_of(operation),
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": operation.method,
            "Access-Control-Request-Headers": headers,
        },
    )


def cors(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}


def words(header: str) -> set[str]:
    return {word.strip() for word in header.split(",")}


@each_operation
def test_a_preflight_opens_device_operations_to_named_origins_and_nothing_else(
    browser: httpx.Client, server: LiveServer, operation: Operation
) -> None:
    for origin, is_named in ORIGINS.items():
        answer = preflight(browser, server, operation, origin)
        if operation.caller is Caller.DEVICE and is_named:
            assert (answer.status_code, answer.content) == (204, b"")
            assert answer.headers["access-control-allow-origin"] == origin
            assert answer.headers["access-control-allow-methods"] == operation.method
            assert words(TOKEN_HEADERS) <= words(answer.headers["access-control-allow-headers"])
            assert answer.headers["access-control-max-age"] == "7200"
            assert answer.headers["vary"] == "Origin"
            assert "ratelimit" not in answer.headers
        else:
            assert (answer.status_code, cors(answer)) == (403, {}), origin
            assert answer.headers["x-ms-error-code"] == "OriginNotAllowed"


@each_operation
def test_no_page_may_send_a_key(browser: httpx.Client, server: LiveServer, operation: Operation) -> None:
    answer = preflight(browser, server, operation, NAMED, "content-type, Ocp-Apim-Subscription-Key")

    assert answer.status_code == 403
    assert "access-control-allow-headers" not in answer.headers
    assert "key" in answer.json()["error"]["message"]


@each_operation
def test_an_answer_can_be_read_by_pages_of_named_origins_where_it_is_for_devices(
    browser: httpx.Client, server: LiveServer, operation: Operation
) -> None:
    for origin, is_named in ORIGINS.items():
        answer = browser.request(operation.method, server.endpoint + path_of(operation), headers={"Origin": origin})
        expected = 403 if operation.id is OperationId.STREAM_CAPTURE and not is_named else 401
        assert answer.status_code == expected, origin
        if operation.caller is not Caller.DEVICE:
            assert cors(answer) == {}
            continue
        assert answer.headers["vary"] == "Origin"
        assert answer.headers.get("access-control-allow-origin") == (origin if is_named else None)
        if is_named:
            assert words(answer.headers["access-control-expose-headers"]) == EXPOSED


def test_refusals_of_every_kind_can_be_read(server: LiveServer) -> None:
    with server.client() as backend:
        token = backend.post(
            collection("v1.2"), json={"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1"}
        ).json()["authToken"]
    with server.device(token) as device:
        device.headers["Origin"] = NAMED
        refusals = [
            device.post("/face/v1.2/session/start", content=b"{"),
            device.post("/face/v1.2/session/start", content=b" " * 70_000),
            device.post("/face/v1.2/detectLiveness/singleModal", content=b"{}"),
            device.post("/face/v1.2/session/attempt/end", headers={"Authorization": "Bearer none"}),
            device.get("/face/v1.2/session/stream"),
        ]
    assert [answer.status_code for answer in refusals] == [400, 413, 415, 401, 426]
    assert [answer.headers["access-control-allow-origin"] for answer in refusals] == [NAMED] * 5
    assert ["ratelimit" in answer.headers for answer in refusals] == [True, True, True, False, True]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/face/v9/session/start", "/face/v1.2/session", "/nothing"])
def test_what_is_no_device_operation_says_nothing_to_pages(
    browser: httpx.Client, server: LiveServer, path: str
) -> None:
    asked = {"Access-Control-Request-Method": "GET"}
    for answer in (
        browser.get(server.endpoint + path, headers={"Origin": NAMED}),
        browser.options(server.endpoint + path, headers={"Origin": NAMED} | asked),
    ):
        assert cors(answer) == {}
        assert answer.status_code < 500


def test_options_without_a_preflights_headers_are_a_method_as_any_other(
    browser: httpx.Client, server: LiveServer
) -> None:
    for headers in ({}, {"Origin": NAMED}, {"Access-Control-Request-Method": "POST"}):
        answer = browser.options(f"{server.endpoint}/face/v1.2/session/start", headers=headers)
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@each_device_operation
def test_two_origins_are_as_good_as_none(browser: httpx.Client, server: LiveServer, operation: Operation) -> None:
    headers = [("Origin", NAMED), ("Origin", NAMED), ("Access-Control-Request-Method", operation.method)]
    answer = browser.options(server.endpoint + path_of(operation), headers=headers)

    assert (answer.status_code, cors(answer)) == (403, {})


@pytest.mark.parametrize(("origin", "status"), [(NAMED, 401), (None, 401), (FOREIGN, 403), (LOOPBACK, 403)])
def test_a_websocket_of_a_page_that_may_not_call_is_refused_before_its_token_is_looked_at(
    server: LiveServer, origin: str | None, status: int
) -> None:
    headers = None if origin is None else {"Origin": origin}
    with pytest.raises(InvalidStatus) as refused, connect(stream_url(server.endpoint), additional_headers=headers):
        pass

    response = refused.value.response
    assert response.status_code == status
    assert "code" in json.loads(response.body or b"")["error"]


@each_device_operation
def test_without_the_setting_pages_of_the_devices_own_machine_may_call(
    browser: httpx.Client, live_server: LiveServer, operation: Operation
) -> None:
    assert preflight(browser, live_server, operation, LOOPBACK).headers["access-control-allow-origin"] == LOOPBACK
    assert preflight(browser, live_server, operation, live_server.endpoint).status_code == 204
    assert preflight(browser, live_server, operation, NAMED).status_code == 403


def test_a_wildcard_names_every_page_and_no_one_in_particular(
    browser: httpx.Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with running_server(tmp_path_factory.mktemp("all") / "data", device_origins="*", test_mode="true") as server:
        for operation in OPERATIONS:
            answer = preflight(browser, server, operation, FOREIGN)
            if operation.caller is Caller.DEVICE:
                assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, "*")
                assert "vary" not in answer.headers
            else:
                assert (answer.status_code, cors(answer)) == (403, {})
