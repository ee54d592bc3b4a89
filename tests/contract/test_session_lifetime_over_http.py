"""Sessions that live shorter than 48 hours (deviation D-46), through the application; its clock is the tests' own."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from livegate.app import open_pipeline
from livegate.contract.versions import ApiVersion
from livegate.operations.system import RandomIdentifiers
from livegate.served_resources import open_key_file
from livegate.settings import Settings
from livegate.storage.sqlite.session_store import SqliteSessionStore
from tests.support.paths import collection
from tests.support.sessions import START, ManualClock

HEADER = "livegate-session-lifetime"
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1", "userCorrelationId": "user-1"}
RESOURCES = """
[[resource]]
name = "default"

[[resource]]
name = "short"
hosts = ["short.example"]
session_lifetime = 900
"""


@dataclass(frozen=True)
class Gate:
    """An application, its clock, and an app backend of the resource ``default``, whose sessions live two hours."""

    settings: Settings
    clock: ManualClock
    backend: httpx.AsyncClient

    def key(self, resource: str) -> dict[str, str]:
        key = open_key_file(self.settings, resource).keys().key1
        return {"Ocp-Apim-Subscription-Key": key, "Host": f"{resource}.example"}


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    (tmp_path / "resources.toml").write_text(RESOURCES, encoding="utf-8")
    settings = Settings(
        data_dir=tmp_path,
        key1="k" * 32,
        session_lifetime=7200,
        resources_file=tmp_path / "resources.toml",
        sweep_interval=0.01,
        test_mode=True,
    )
    clock = ManualClock()
    async with (
        open_pipeline(settings, clock, RandomIdentifiers()) as app,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://gate",
            headers={"Ocp-Apim-Subscription-Key": "k" * 32},
        ) as backend,
    ):
        yield Gate(settings, clock, backend)


async def create(
    gate: Gate, version: str = "v1.2", headers: dict[str, str] | None = None, **fields: object
) -> tuple[str, str]:
    """Return the path and the token of a new session."""
    answer = await gate.backend.post(collection(version), json=FIELDS | fields, headers=headers)
    assert answer.status_code == 200, answer.text
    return f"{collection(version)}/{answer.json()['sessionId']}", answer.json()["authToken"]


@pytest.mark.parametrize("version", list(ApiVersion))
@pytest.mark.parametrize(
    ("resource", "asked", "seconds"),
    [
        ("default", None, 7200),
        ("default", "60", 60),
        ("default", "7200", 7200),
        ("short", None, 900),
        ("short", "899", 899),
    ],
)
async def test_a_session_lives_as_long_as_its_resource_says_or_shorter_where_the_call_says_so(
    gate: Gate, version: str, resource: str, asked: str | None, seconds: int
) -> None:
    headers = {} if resource == "default" else gate.key(resource)
    path, _ = await create(gate, version, headers | ({} if asked is None else {HEADER: asked}))
    gate.clock.advance(seconds=seconds - 1)
    assert (await gate.backend.get(path, headers=headers)).status_code == 200
    gate.clock.advance(seconds=1)
    assert (await gate.backend.get(path, headers=headers)).status_code == 404


@pytest.mark.parametrize(
    ("resource", "asked"), [("default", "7201"), ("default", "59"), ("short", "901"), ("short", "x")]
)
async def test_no_call_makes_its_session_live_longer(gate: Gate, resource: str, asked: str) -> None:
    headers = {} if resource == "default" else gate.key(resource)
    answer = await gate.backend.post(collection("v1.2"), json=FIELDS, headers=headers | {HEADER: asked})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidSessionLifetime")
    assert (await gate.backend.get(collection("v1.2"), headers=headers)).json() == []


@pytest.mark.parametrize(("asked", "lives"), [(None, 120), (100, 100), (86_400, 120)])
async def test_a_token_is_cut_to_the_life_of_its_session(gate: Gate, asked: int | None, lives: int) -> None:
    fields = {} if asked is None else {"authTokenTimeToLiveInSeconds": asked}
    path, token = await create(gate, "v1.2-preview.1", {HEADER: "120"}, **fields)
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert claims["exp"] == int((START + timedelta(seconds=lives)).timestamp())
    assert (await gate.backend.get(path)).json()["authTokenTimeToLiveInSeconds"] == lives


async def test_what_has_expired_is_erased_by_the_sweep(gate: Gate) -> None:
    await create(gate, headers={HEADER: "60"})
    await create(gate, headers={HEADER: "61"})
    gate.clock.advance(seconds=60)
    store = SqliteSessionStore.open(gate.settings.data_dir / "livegate.db")
    try:
        while await store.expired(gate.clock.now(), limit=1):
            await store.ping()
    finally:
        await store.close()
    assert len((await gate.backend.get(collection("v1.2"))).json()) == 1


async def test_a_repeated_call_with_another_lifetime_is_another_call(gate: Gate) -> None:
    named = {"client-request-id": "call-1"}
    paths = [(await create(gate, headers=named | {HEADER: seconds}))[0] for seconds in ("60", "60", "61")]
    assert paths[0] == paths[1] != paths[2]
