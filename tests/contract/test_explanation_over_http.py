"""Deviation D-44: the explanation over HTTP, in all four versions and for both kinds of sessions."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from livegate.cli.attempt import play_attempt
from livegate.contract.reason_texts import REASON_TEXTS
from livegate.contract.versions import ApiVersion
from livegate.testing.server import LivegateServer
from tests.contract.test_sessions_over_http import MINIMAL, create
from tests.support.paths import PREVIEWS, collection
from tests.support.resources import SharedServer
from tests.support.scripted_backend import ScriptedBackend
from tests.support.server import LiveServer

UNKNOWN = "00000000-0000-0000-0000-000000000000"

each_version = pytest.mark.parametrize("version", list(ApiVersion))
each_kind = pytest.mark.parametrize("verify", [False, True])


@pytest.fixture(scope="module")
def backend(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.client() as client:
        yield client


@pytest.fixture(scope="module")
def lived(backend: httpx.Client, live_server: LiveServer, portrait_clip: Path) -> str:
    """The id of a session with an attempt that was judged, one that was refused, and one that was given up."""
    created = create(backend, "v1.2")
    token = str(created["authToken"])
    play_attempt(token, portrait_clip)
    with live_server.device(token) as device:
        device.post("/face/v1.2/detectLiveness/singleModal", files={"Content": ("a.mp4", b"x" * 2000)})
        device.post("/face/v1.2/session/start", json={})
        device.post("/face/v1.2/session/attempt/end", json={"reason": "UserCanceledSession"})
    return str(created["sessionId"])


def explain(backend: httpx.Client, version: str, session_id: str, *, verify: bool = False) -> Any:
    answer = backend.get(f"{collection(version, verify=verify)}/{session_id}/explanation")
    assert answer.status_code == 200, answer.text
    return answer.json()


@each_version
def test_every_attempt_is_explained_newest_first(backend: httpx.Client, lived: str, version: str) -> None:
    explained = explain(backend, version, lived)
    assert explained["sessionId"] == lived
    canceled, refused, judged = explained["attempts"]
    assert [canceled["attemptStatus"], refused["attemptStatus"], judged["attemptStatus"]] == [
        "Canceled",
        "Failed",
        "Succeeded",
    ]
    assert canceled["error"]["code"] == "UserCanceledSession"
    assert refused["error"]["code"] == "UnsupportedMediaType"
    assert "livenessDecision" not in refused
    assert judged["livenessDecision"] in {"realface", "uncertain", "spoofface"}


def test_what_was_judged_names_values_limits_and_models(backend: httpx.Client, lived: str) -> None:
    judged = explain(backend, "v1.2", lived)["attempts"][-1]
    by_code = {reason["code"]: reason for reason in judged["reasons"]}
    texture = by_code["texture_live_median"]
    assert 0 <= texture["value"] <= 1
    assert texture["description"] == REASON_TEXTS["texture_live_median"].description
    assert len(judged["models"]) >= 3


@each_version
def test_a_session_with_verify_is_explained_on_its_own_path(
    backend: httpx.Client, version: str, portrait_jpeg: Path
) -> None:
    path, image = collection(version, verify=True), ("photo.jpg", portrait_jpeg.read_bytes())
    if version in PREVIEWS:
        created = backend.post(path, data={"Parameters": json.dumps(MINIMAL)}, files={"VerifyImage": image}).json()
    else:
        created = backend.post(path, data=MINIMAL, files={"verifyImage": image}).json()
    session_id = created["sessionId"]
    assert explain(backend, version, session_id, verify=True) == {"sessionId": session_id, "attempts": []}
    assert backend.get(f"{collection(version)}/{session_id}/explanation").status_code == 404


@each_version
@each_kind
def test_an_explanation_is_as_private_as_its_session(backend: httpx.Client, version: str, *, verify: bool) -> None:
    answer = backend.get(f"{collection(version, verify=verify)}/{UNKNOWN}/explanation")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "SessionNotFound")
    path = f"{collection(version, verify=verify)}/{UNKNOWN}/explanation"
    assert httpx.get(f"{backend.base_url}{path}").status_code == 401
    assert backend.post(path).status_code == 405


def test_other_resources_do_not_see_it(shared_server: SharedServer) -> None:
    with shared_server.with_key(shared_server.key("default")) as ours:
        session_id = str(create(ours, "v1.2")["sessionId"])
        assert explain(ours, "v1.2", session_id) == {"sessionId": session_id, "attempts": []}
    path = f"{collection('v1.2')}/{session_id}/explanation"
    with shared_server.with_key(shared_server.key("payments")) as theirs:
        assert theirs.get(path).status_code == 404


def test_the_device_does_not_see_it(backend: httpx.Client, live_server: LiveServer) -> None:
    created = create(backend, "v1.2")
    with live_server.device(str(created["authToken"])) as device:
        answer = device.get(f"{collection('v1.2')}/{created['sessionId']}/explanation")
    assert answer.status_code == 403


def test_it_is_gone_with_its_session(backend: httpx.Client) -> None:
    item = f"{collection('v1.2')}/{create(backend, 'v1.2')['sessionId']}"
    assert backend.delete(item).status_code == 204
    assert backend.get(f"{item}/explanation").status_code == 404


class TestScripted:
    @pytest.fixture
    def scripted(self, livegate_server: LivegateServer, version: ApiVersion) -> Iterator[ScriptedBackend]:
        key = {"Ocp-Apim-Subscription-Key": livegate_server.key}
        with httpx.Client(base_url=livegate_server.endpoint, headers=key, timeout=60) as client:
            yield ScriptedBackend(livegate_server, client, version)

    @each_version
    @each_kind
    @pytest.mark.parametrize("magic", ["spoofface", "attempt-NoFaceDetected"])
    def test_a_forced_outcome_says_that_it_was_forced(
        self, scripted: ScriptedBackend, magic: str, *, verify: bool
    ) -> None:
        scripted = replace(scripted, verify=verify)
        session = scripted.created(magic, image=b"any photo" if verify else None)
        scripted.play(session)
        answer = scripted.client.get(f"{scripted.item(session)}/explanation")
        (attempt,) = answer.json()["attempts"]
        assert magic in {attempt.get("livenessDecision"), f"attempt-{attempt.get('error', {}).get('code')}"}
        assert [reason["code"] for reason in attempt["reasons"]] == ["forced_by_test_mode"]
        assert "weighing" not in attempt
