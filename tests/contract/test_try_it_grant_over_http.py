"""The grant of the try-it page (deviation D-49): who gets one from a running server, and what it opens."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from livegate.access.try_it_grants import PERMISSIONS
from livegate.contract.operations import OPERATIONS, Caller, Operation
from livegate.http.operation_permissions import REQUIRED_PERMISSIONS
from tests.support.paths import collection
from tests.support.raw_http import exchange, request_bytes
from tests.support.resources import SharedServer
from tests.support.server import LiveServer, running_server

SESSIONS = collection("v1.2")
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1"}
NO_ID = "00000000-0000-0000-0000-000000000000"
SIGNING_KEYS = "signing-keys.json"
NOBODY = 65_534
SYSTEM_PYTHON = "/usr/bin/python3"
"""Which any user can run, other than the environment's."""


def ask(server: LiveServer, *, host: str | None = None, origin: str | None = None, **headers: str) -> int:
    """Ask for a grant as the page does, but for what is said otherwise, and return the status."""
    own = server.endpoint.removeprefix("http://")
    named = {"host": own if host is None else host, "origin": server.endpoint if origin is None else origin, **headers}
    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items() if value]
    url = httpx.URL(server.endpoint)
    answer = exchange((url.host, url.port or 80), request_bytes("POST", b"/try-it/grant", lines), method="POST")
    assert answer is not None
    return answer.status


@pytest.fixture(scope="module")
def page(live_server: LiveServer) -> Iterator[httpx.Client]:
    """The page with its grant."""
    with httpx.Client(base_url=live_server.endpoint) as client:
        answer = client.post("/try-it/grant", headers={"Origin": live_server.endpoint}).raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['grant']}"
        yield client


def test_the_servers_own_page_gets_a_grant_for_an_hour_that_nobody_keeps(live_server: LiveServer) -> None:
    answer = httpx.post(
        f"{live_server.endpoint}/try-it/grant",
        headers={"Origin": live_server.endpoint, "Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status_code == 200
    assert set(answer.json()) == {"grant", "expiresAt"}
    assert answer.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in answer.headers


def test_localhost_is_this_machine_too(live_server: LiveServer) -> None:
    port = live_server.endpoint.rpartition(":")[2]
    assert ask(live_server, host=f"localhost:{port}", origin=f"http://localhost:{port}") == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "https://attacker.example"},
        {"origin": "http://localhost:3000"},
        {"origin": "null"},
        {"host": "attacker.example:8420", "origin": "http://attacker.example:8420"},
        {"host": "live.example", "origin": "https://live.example"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"x_forwarded_for": "127.0.0.1"},
        {"x_forwarded_proto": "http"},
        {"x_forwarded_host": "127.0.0.1"},
        {"forwarded": "for=127.0.0.1"},
        {"x_real_ip": "127.0.0.1"},
        {"via": "1.1 proxy"},
    ],
    ids=str,
)
def test_pages_of_others_rebound_names_and_proxies_get_none(live_server: LiveServer, changes: dict[str, str]) -> None:
    assert ask(live_server, **changes) == 403


def test_who_names_no_origin_gets_none(live_server: LiveServer) -> None:
    assert httpx.post(f"{live_server.endpoint}/try-it/grant").status_code == 403


def test_there_is_nothing_else_to_do_there(live_server: LiveServer) -> None:
    own = {"Origin": live_server.endpoint}
    assert httpx.get(f"{live_server.endpoint}/try-it/grant", headers=own).status_code == 404
    asked = {"Access-Control-Request-Method": "POST"}
    assert httpx.options(f"{live_server.endpoint}/try-it/grant", headers=own | asked).status_code == 405


def test_switched_off_nobody_gets_one_and_those_of_before_open_nothing(live_server: LiveServer, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    shutil.copy2(live_server.data_dir / SIGNING_KEYS, data / SIGNING_KEYS)
    grant = httpx.post(f"{live_server.endpoint}/try-it/grant", headers={"Origin": live_server.endpoint}).json()["grant"]

    with running_server(data, try_it="off", test_mode="true") as server:
        assert ask(server) == 403
        sessions = f"{server.endpoint}{SESSIONS}"
        assert httpx.get(sessions, headers={"Authorization": f"Bearer {grant}"}).status_code == 401


@pytest.mark.skipif(os.getuid() != 0, reason="only root can connect as another user")
def test_another_user_of_the_machine_gets_none(live_server: LiveServer) -> None:
    connecting = (
        "import socket, sys; s = socket.create_connection((sys.argv[1], int(sys.argv[2])));"
        "s.sendall(sys.stdin.buffer.read()); print(s.makefile('rb').readline().decode())"
    )
    url = httpx.URL(live_server.endpoint)
    host = live_server.endpoint.removeprefix("http://").encode()
    request = request_bytes("POST", b"/try-it/grant", [(b"host", host), (b"origin", live_server.endpoint.encode())])
    statuses = [
        subprocess.run(  # noqa: S603  # a fixed program
            [SYSTEM_PYTHON, "-c", connecting, url.host, str(url.port)],
            input=request,
            capture_output=True,
            check=True,
            user=user,
            cwd="/",
        ).stdout.split()[1]
        for user in (NOBODY, os.getuid())
    ]
    assert statuses == [b"403", b"200"]


def test_a_session_is_played_from_beginning_to_end(page: httpx.Client) -> None:
    created = page.post(SESSIONS, json=FIELDS).raise_for_status().json()
    session = f"{SESSIONS}/{created['sessionId']}"

    assert page.get(session).json()["sessionId"] == created["sessionId"]
    assert page.get(f"{session}/explanation").status_code == 200
    assert any(item["id"] == created["sessionId"] for item in page.get(SESSIONS).json())
    erased = page.delete(session)
    assert (erased.status_code, page.get(session).status_code) == (204, 404)
    assert erased.headers["livegate-erasure-receipt"].count(".") == 2


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: f"{operation.method} {operation.path}")
def test_a_grant_opens_what_a_session_needs_and_nothing_else(page: httpx.Client, operation: Operation) -> None:
    path = operation.path.replace("{sessionId}", NO_ID).replace("{sessionImageId}", "1").replace("{receiptId}", "1")
    answer = page.request(operation.method, f"/face/{operation.versions[-1]}{path}")

    if operation.caller is Caller.DEVICE:
        assert answer.status_code == 401
    elif REQUIRED_PERMISSIONS[operation.id] in PERMISSIONS:
        assert answer.status_code in {200, 204, 400, 404, 415}
    else:
        assert (answer.status_code, answer.headers["x-ms-error-code"]) == (403, "PermissionDenied")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "gate.example"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Host": "localhost:1"},
    ],
    ids=str,
)
def test_a_grant_that_was_taken_elsewhere_opens_nothing(page: httpx.Client, headers: dict[str, str]) -> None:
    assert page.get(SESSIONS, headers=headers).status_code == 401


def test_a_grant_opens_no_stream_and_no_other_resource(page: httpx.Client, shared_server: SharedServer) -> None:
    assert page.post("/face/v1.2/session/start").status_code == 401
    elsewhere = {"Authorization": page.headers["Authorization"]}
    assert httpx.get(f"{shared_server.server.endpoint}{SESSIONS}", headers=elsewhere).status_code == 401
