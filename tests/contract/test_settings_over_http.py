"""The settings of a resource, and the client assets token."""

import base64
import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import pytest

from tests.support.resources import SharedServer

SETTINGS = "/face/v1.3-preview.1/settings"
TOKEN = f"{SETTINGS}/getClientAssetsAccessToken"
SESSIONS = "/face/v1.3-preview.1/detectLiveness-sessions"
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1", "userCorrelationId": "user-1"}


def monitoring(*, enabled: object) -> dict[str, dict[str, object]]:
    return {"livenessAbuseMonitoring": {"enabled": enabled}}


ON, OFF = monitoring(enabled=True), monitoring(enabled=False)


@pytest.fixture
def ours(shared_server: SharedServer) -> Iterator[httpx.Client]:
    with shared_server.with_key(shared_server.key("default")) as client:
        yield client
        client.patch(SETTINGS, json=ON)


@pytest.fixture
def theirs(shared_server: SharedServer) -> Iterator[httpx.Client]:
    with shared_server.with_key(shared_server.key("payments")) as client:
        yield client


def test_a_resource_is_watched_until_that_is_turned_off(ours: httpx.Client, theirs: httpx.Client) -> None:
    assert ours.get(SETTINGS).json() == ON
    assert ours.patch(SETTINGS, json=OFF).json() == OFF
    assert ours.get(SETTINGS).json() == OFF
    assert theirs.get(SETTINGS).json() == ON


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"livenessAbuseMonitoring": {}}',
        b'{"livenessAbuseMonitoring": null}',
        b'{"livenessAbuseMonitoring": {"enabled": null}}',
        b'{"another": 1, "livenessAbuseMonitoring": {"another": []}}',
    ],
)
def test_a_change_leaves_what_it_does_not_name(ours: httpx.Client, body: bytes) -> None:
    """Deviation D-34."""
    ours.patch(SETTINGS, json=OFF)
    answer = ours.patch(SETTINGS, content=body, headers={"content-type": "application/merge-patch+json"})
    assert (answer.status_code, answer.json()) == (200, OFF)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "not valid JSON"),
        (b"[]", "must be a JSON object"),
        (b'{"livenessAbuseMonitoring": true}', "livenessAbuseMonitoring must be an object"),
        (b'{"livenessAbuseMonitoring": {"enabled": 1}}', "enabled must be true or false"),
        (b'{"livenessAbuseMonitoring": {"enabled": []}}', "enabled must be true or false"),
    ],
)
def test_a_change_of_another_shape_is_refused(ours: httpx.Client, body: bytes, told: str) -> None:
    error = ours.patch(SETTINGS, content=body, headers={"content-type": "application/json"})
    assert (error.status_code, error.json()["error"]["code"]) == (400, "InvalidRequestBody")
    assert told in error.json()["error"]["message"]
    assert ours.get(SETTINGS).json() == ON


def test_a_change_that_is_no_json_is_refused(ours: httpx.Client) -> None:
    assert ours.patch(SETTINGS, data={"enabled": "false"}).status_code == 415


def test_a_session_keeps_the_setting_that_it_was_created_under(ours: httpx.Client) -> None:
    watched = ours.post(SESSIONS, json=FIELDS).json()
    ours.patch(SETTINGS, json=OFF)
    unwatched = ours.post(SESSIONS, json=FIELDS).json()
    kept = [ours.get(f"{SESSIONS}/{session['sessionId']}").json() for session in (watched, unwatched)]
    assert [session["isAbuseMonitoringEnabled"] for session in (watched, unwatched, *kept)] == [True, False] * 2
    older = ours.post("/face/v1.2/detectLiveness-sessions", json=FIELDS).json()
    assert "isAbuseMonitoringEnabled" not in older
    assert ours.get(f"{SESSIONS}/{older['sessionId']}").json()["isAbuseMonitoringEnabled"] is False


@pytest.mark.parametrize("version", ["v1.1-preview.1", "v1.2-preview.1", "v1.2"])
@pytest.mark.parametrize("path", ["settings", "settings/getClientAssetsAccessToken"])
def test_older_versions_have_neither(ours: httpx.Client, version: str, path: str) -> None:
    assert ours.get(f"/face/{version}/{path}").status_code == 404


def test_the_token_names_its_resource_and_lives_for_a_day(ours: httpx.Client, theirs: httpx.Client) -> None:
    for client, resource in ((ours, "default"), (theirs, "payments")):
        answer = client.get(TOKEN).json()
        payload = answer["accessToken"].split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        assert (claims["aud"], claims["res"]) == ("livegate-client-assets", resource)
        assert datetime.fromisoformat(answer["expiry"]).timestamp() == claims["exp"]
        assert timedelta(seconds=claims["exp"] - claims["iat"]) == timedelta(hours=24)
        assert base64.b64decode(answer["base64AccessToken"], validate=True).decode() == answer["accessToken"]


def test_the_token_opens_nothing(ours: httpx.Client) -> None:
    """Deviation D-35."""
    bearer = {"Authorization": f"Bearer {ours.get(TOKEN).json()['accessToken']}"}
    with httpx.Client(base_url=ours.base_url, headers=bearer) as stranger:
        statuses = {
            stranger.get(SETTINGS).status_code,
            stranger.get(SESSIONS).status_code,
            stranger.post("/face/v1.2/session/start").status_code,
        }
    assert statuses == {401}
