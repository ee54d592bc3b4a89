"""Limits on calls, over HTTP against running servers."""

import json
from pathlib import Path

import httpx

from tests.support.openid_provider import running_provider
from tests.support.paths import collection
from tests.support.server import LiveServer, running_server
from tests.support.valkey import cache_url, running_valkey

OLD, CURRENT = "v1.1-preview.1", "v1.2"
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1"}
UNKNOWN = "00000000-0000-0000-0000-000000000000"
START = f"/face/{CURRENT}/session/start"
LIMIT_HEADERS = {"ratelimit", "ratelimit-policy"}


def read(caller: httpx.Client, version: str = CURRENT) -> httpx.Response:
    """A call that fails after it was admitted."""
    return caller.get(f"{collection(version)}/{UNKNOWN}")


def remaining(answer: httpx.Response) -> list[int]:
    """What is left of each policy."""
    return [int(policy.split(";")[1].removeprefix("r=")) for policy in answer.headers["ratelimit"].split(", ")]


def assert_unlimited(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status
    assert not LIMIT_HEADERS & set(answer.headers)


def test_the_free_tier_allows_twenty_calls_a_minute_and_refuses_the_next(tmp_path: Path) -> None:
    with running_server(tmp_path / "data", rate_limit="F0") as server, server.client() as backend:
        answers = [read(backend) for _ in range(20)]
        refused, refused_in_old_version = read(backend), read(backend, OLD)
        assert_unlimited(httpx.get(f"{server.endpoint}/healthz"), 200)
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.headers["ratelimit-policy"] for answer in answers} == {'"rate";q=20;w=60'}
    assert [remaining(answer) for answer in answers] == [[left] for left in range(19, -1, -1)]

    seconds = int(refused.headers["retry-after"])
    assert 1 <= seconds <= 60
    assert refused.status_code == refused_in_old_version.status_code == 429
    assert refused.headers["x-ms-error-code"] == "429"
    assert refused.headers["ratelimit"] == f'"rate";r=0;t={seconds}'
    message = f"Rate limit is exceeded. Try again in {seconds} seconds."
    assert refused.json() == {"error": {"code": "429", "message": message}}
    old_error = refused_in_old_version.json()["error"]
    assert old_error.keys() == {"statusCode", "message"}
    assert old_error["statusCode"] == 429
    assert old_error["message"].startswith("Rate limit is exceeded. Try again in ")
    assert int(refused_in_old_version.headers["retry-after"]) >= 1


def test_a_quota_counts_what_came_with_valid_credentials_until_it_is_used_up(tmp_path: Path) -> None:
    """Deviations D-27 and D-28."""
    with (
        running_provider() as provider,
        running_server(tmp_path / "data", call_quota="7/day", oidc_issuer=provider.issuer) as server,
        server.client() as backend,
        server.device(provider.token("livegate.sessions.create")) as creator,
    ):
        created = backend.post(collection(CURRENT), json=FIELDS)
        session = created.json()
        with server.device(session["authToken"]) as device, server.device("forged") as stranger:
            counted = [
                created,
                read(backend, OLD),
                read(creator),
                device.post(START, json={}),
                backend.post(collection(CURRENT), content=b"no json"),
                backend.delete(f"{collection(CURRENT)}/{session['sessionId']}"),
            ]
            assert_unlimited(stranger.post(START), 401)
            assert_unlimited(stranger.get(collection(CURRENT)), 401)
            assert_unlimited(backend.get(f"/face/{CURRENT}/nothing"), 404)
            counted.append(device.post(START, json={}))
            refused, refused_device, refused_in_old_version = read(backend), device.post(START), read(backend, OLD)
    assert [answer.status_code for answer in counted] == [200, 404, 403, 200, 400, 204, 401]
    assert [remaining(answer) for answer in counted] == [[left] for left in range(6, -1, -1)]
    assert counted[2].json()["error"]["code"] == "PermissionDenied"

    message = "Out of call volume quota. Quota will be replenished in 1 days."
    assert refused.status_code == refused_device.status_code == refused_in_old_version.status_code == 403
    assert refused.json() == refused_device.json() == {"error": {"code": "403", "message": message}}
    assert refused_in_old_version.json() == {"error": {"statusCode": 403, "message": message}}
    assert remaining(refused) == [0]
    assert "retry-after" not in refused.headers


def test_a_server_without_limits_names_none(live_server: LiveServer) -> None:
    with live_server.client() as backend:
        assert_unlimited(read(backend), 404)


def test_servers_with_one_cache_share_a_count_and_without_it_hold_to_quotas_alone(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("rated", "with_quota")]
    for folder in folders:
        folder.mkdir()
    with running_valkey() as valkey:
        settings = {"rate_limit": "3/hour", "cache_url": cache_url(valkey)}
        with (
            running_server(folders[0] / "data", **settings) as rated,
            running_server(folders[1] / "data", call_quota="9/day", **settings) as with_quota,
            rated.client() as one,
            with_quota.client() as two,
        ):
            shared = [read(caller) for caller in (one, two, one, two, one)]
            valkey.terminate()
            passed, refused = read(one), read(two)
            readiness = [caller.get("/readyz") for caller in (one, two)]
    assert [answer.status_code for answer in shared] == [404, 404, 404, 429, 429]
    assert [remaining(answer) for answer in shared] == [[2], [1, 8], [0], [0, 8], [0]]
    assert_unlimited(passed, 404)
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "503")
    assert int(refused.headers["retry-after"]) >= 1
    assert [answer.status_code for answer in readiness] == [200, 503]
    assert readiness[1].json()["failures"] == {"call_counts": "CallCountUnavailableError"}
    events = [json.loads(line) for line in rated.log.read_text().splitlines()]
    assert [event["event"] for event in events if event["level"] == "warning"] == ["call_counts_unreachable"]
