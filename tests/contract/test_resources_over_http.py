"""Several resources in one server: none sees anything of another."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from livegate.cli.attempt import play_attempt
from tests.support.paths import collection
from tests.support.resources import SharedServer

FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1", "userCorrelationId": "user-1"}
SESSIONS = collection("v1.2")
KEY_REFUSED = (401, "401")
NOT_FOUND = (404, "SessionNotFound")


def create(client: httpx.Client, **fields: object) -> dict[str, str]:
    answer = client.post(SESSIONS, json=FIELDS | fields)
    assert answer.status_code == 200, answer.text
    created: dict[str, str] = answer.json()
    return created


def outcome(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("x-ms-error-code", "")


@pytest.fixture
def ours(shared_server: SharedServer) -> Iterator[httpx.Client]:
    with shared_server.with_key(shared_server.key("default")) as client:
        yield client


@pytest.fixture
def theirs(shared_server: SharedServer) -> Iterator[httpx.Client]:
    with shared_server.with_key(shared_server.key("payments")) as client:
        yield client


def test_a_session_of_another_resource_does_not_exist(ours: httpx.Client, theirs: httpx.Client) -> None:
    path = f"{SESSIONS}/{create(ours)['sessionId']}"
    for request in (("GET", path), ("GET", f"{path}/audit"), ("DELETE", path)):
        assert outcome(theirs.request(*request)) == NOT_FOUND
    assert theirs.get(SESSIONS).json() == []
    assert ours.get(path).status_code == 200
    assert path.rpartition("/")[2] in [session["id"] for session in ours.get(SESSIONS).json()]
    assert ours.delete(path).status_code == 204


def test_the_image_of_another_resource_does_not_exist(
    ours: httpx.Client, theirs: httpx.Client, portrait_clip: Path
) -> None:
    created = create(ours, enableSessionImage=True)
    play_attempt(created["authToken"], portrait_clip)
    (attempt,) = ours.get(f"{SESSIONS}/{created['sessionId']}").json()["results"]["attempts"]
    image = f"/face/v1.2/sessionImages/{attempt['result']['sessionImageId']}"
    assert outcome(theirs.get(image)) == (404, "SessionImageNotFound")
    assert ours.get(image).content[:2] == b"\xff\xd8"


def test_a_device_needs_no_host_of_its_resource(shared_server: SharedServer) -> None:
    with shared_server.with_key(shared_server.key("alpha"), "alpha.example") as backend:
        token = create(backend)["authToken"]
    for host in ("alpha.example", "other.example"):
        with shared_server.with_token(token, host) as device:
            assert device.post("/face/v1.2/session/start").status_code == 200


@pytest.mark.parametrize(
    ("resource", "host", "opens"),
    [
        ("alpha", "alpha.example", True),
        ("alpha", "ALPHA.example:8420", True),
        ("closed", "closed.example", True),
        ("default", "unknown.example", True),
        ("alpha", "closed.example", False),
        ("alpha", None, False),
        ("default", "alpha.example", False),
        ("payments", "closed.example", False),
    ],
)
def test_a_key_opens_under_its_resources_host(
    shared_server: SharedServer, resource: str, host: str | None, *, opens: bool
) -> None:
    for name in ("KEY1", "KEY2") if resource != "default" else ("KEY1",):
        with shared_server.with_key(shared_server.key(resource, name), host) as client:
            answer = client.get(SESSIONS)
            assert outcome(answer) == ((200, "") if opens else KEY_REFUSED)


def test_keys_differ_and_one_is_rotated_without_the_others(shared_server: SharedServer) -> None:
    names = ("payments", "alpha", "closed")
    before = [shared_server.key(resource, key) for resource in names for key in ("KEY1", "KEY2")]
    assert len(set(before)) == len(before)
    rotated = livegate(shared_server, "keys", "rotate", "KEY2", "--resource", "payments")
    assert rotated == f"KEY2  {shared_server.key('payments', 'KEY2')}\n"
    for key, expected in ((before[1], 401), (shared_server.key("payments", "KEY2"), 200), (before[0], 200)):
        with shared_server.with_key(key) as client:
            assert client.get(SESSIONS).status_code == expected
    assert livegate(shared_server, "keys", "show", "--resource", "alpha") == f"KEY1  {before[2]}\nKEY2  {before[3]}\n"


def livegate(shared: SharedServer, *arguments: str) -> str:
    """What a verb prints, run with the server's settings."""
    directory = shared.server.data_dir
    settings = {
        "LIVEGATE_DATA_DIR": str(directory),
        "LIVEGATE_RESOURCES_FILE": str(directory.parent / "resources.toml"),
    }
    command = [sys.executable, "-m", "livegate", *arguments]
    return subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=True).stdout  # noqa: S603  # fixed argv


def test_the_host_of_a_region_leads_to_the_resources_of_the_region_alone(shared_server: SharedServer) -> None:
    outcomes = {}
    for resource in ("beta", "alpha", "default"):
        with shared_server.with_key(shared_server.key(resource), "north.example") as client:
            outcomes[resource] = outcome(client.get(SESSIONS))
    assert outcomes == {"beta": (200, ""), "alpha": KEY_REFUSED, "default": KEY_REFUSED}


def test_a_resource_in_a_region_is_not_called_by_any_other_host(shared_server: SharedServer) -> None:
    with shared_server.with_key(shared_server.key("beta")) as client:
        assert outcome(client.get(SESSIONS)) == KEY_REFUSED
