"""Access tokens of an identity provider in place of a key."""

from pathlib import Path

import httpx
import pytest

from livegate.access.permissions import DEFAULT_GRANTS
from livegate.contract.operations import OPERATIONS, Caller, Operation
from livegate.http.operation_permissions import REQUIRED_PERMISSIONS
from tests.support.openid_provider import EC_KEY, NEXT_KEY, SIGNING_KEY, STRANGE_KEY, copy_of, sign
from tests.support.paths import collection
from tests.support.resources import SharedServer, running_shared_server

SESSIONS = collection("v1.2")
SESSION_ID = "11111111-2222-3333-4444-555555555555"
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1"}
CREATE, READ, DELETE, CONFIGURE = (grant.value for grant in DEFAULT_GRANTS)
BACKEND = [operation for operation in OPERATIONS if operation.caller is Caller.APP_BACKEND]


def outcome(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("x-ms-error-code", "")


def ask(shared: SharedServer, token: str, host: str | None = None) -> httpx.Response:
    with shared.with_token(token, host) as client:
        return client.get(SESSIONS)


def test_a_session_lives_its_life_without_a_key(shared_server: SharedServer) -> None:
    """Deviation D-24: roles and scopes say what their holder may do."""
    token = shared_server.provider.token(CREATE, READ, scp=DELETE)
    with shared_server.with_token(token) as client:
        created = client.post(SESSIONS, json=FIELDS).json()
        path = f"{SESSIONS}/{created['sessionId']}"
        assert client.get(path).json()["status"] == "NotStarted"
        assert client.delete(path).status_code == 204


@pytest.mark.parametrize("operation", BACKEND, ids=lambda row: f"{row.method} {row.path} {row.versions[0]}")
def test_an_operation_needs_one_permission(shared_server: SharedServer, operation: Operation) -> None:
    """Deviation D-23."""
    required = REQUIRED_PERMISSIONS[operation.id]
    needed = next(grant.value for grant in DEFAULT_GRANTS if required in grant.permissions)
    others = [grant.value for grant in DEFAULT_GRANTS if grant.value != needed]
    path = f"/face/{operation.versions[0]}{operation.path}".format(
        sessionId=SESSION_ID, sessionImageId="a" * 44, receiptId="a" * 43
    )
    answers = []
    for roles in ([needed], others):
        with shared_server.with_token(shared_server.provider.token(*roles)) as client:
            answers.append(client.request(operation.method, path))
    assert answers[0].status_code in {200, 400, 404, 415}
    assert outcome(answers[1]) == (403, "PermissionDenied")
    assert answers[1].json()["error"]["message"] == (
        f"Principal does not have access to API/Operation. It needs the permission '{required}'."
    )


@pytest.mark.parametrize(
    ("roles", "host", "expected"),
    [
        ((READ,), None, (200, "")),
        (("payments.clerk",), None, (200, "")),
        ((READ, "payments.clerk"), None, (401, "401")),
        ((READ,), "alpha.example", (200, "")),
        (("payments.clerk",), "alpha.example", (403, "PermissionDenied")),
        ((READ, CREATE, DELETE, CONFIGURE), "closed.example", (403, "PermissionDenied")),
        ((), None, (403, "PermissionDenied")),
    ],
)
def test_the_resource_follows_from_the_host_and_the_roles(
    shared_server: SharedServer, roles: tuple[str, ...], host: str | None, expected: tuple[int, str]
) -> None:
    """Deviation D-25: a token that opens several resources of a host opens none."""
    assert outcome(ask(shared_server, shared_server.provider.token(*roles), host)) == expected


def test_sessions_made_with_a_token_belong_to_the_resource(shared_server: SharedServer) -> None:
    with shared_server.with_token(shared_server.provider.token(CREATE)) as client:
        path = f"{SESSIONS}/{client.post(SESSIONS, json=FIELDS).json()['sessionId']}"
    with shared_server.with_key(shared_server.key("default")) as client:
        assert client.get(path).status_code == 200
    with shared_server.with_token(shared_server.provider.token("payments.clerk")) as client:
        assert outcome(client.get(path)) == (404, "SessionNotFound")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"exp": 1}, "The access token has expired."),
        ({"nbf": 2**40}, "The access token is not valid yet."),
        ({"exp": None}, "exp must be there."),
        ({"aud": "https://other.example"}, "audience must be https://cognitiveservices.azure.com."),
    ],
)
def test_a_token_that_is_not_valid_is_told_why(
    shared_server: SharedServer, changes: dict[str, object], message: str
) -> None:
    answer = ask(shared_server, shared_server.provider.token(READ, **changes))
    assert outcome(answer) == (401, "401")
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert message in answer.json()["error"]["message"]


def test_no_other_provider_signs_for_ours(shared_server: SharedServer) -> None:
    provider = shared_server.provider
    foreign = provider.token(READ, iss="https://other.example")
    forged = sign(provider.claims(READ), STRANGE_KEY, kid=provider.keys[0]["kid"])
    confused = sign(provider.claims(READ), EC_KEY, algorithm="ES256", kid=provider.keys[0]["kid"])
    for token in (foreign, forged, confused, "secret", "."):
        answer = ask(shared_server, token)
        assert outcome(answer) == (401, "401")
        assert "Retry-After" not in answer.headers


def test_a_token_opens_no_door_of_the_device(shared_server: SharedServer) -> None:
    with shared_server.with_token(shared_server.provider.token(CREATE, READ, DELETE, CONFIGURE)) as client:
        assert outcome(client.post("/face/v1.2/session/start")) == (401, "401")


def test_no_token_is_written_to_the_log(shared_server: SharedServer) -> None:
    good, bad = shared_server.provider.token(READ), shared_server.provider.token(READ, exp=1)
    for token in (good, bad):
        ask(shared_server, token)
    log = shared_server.server.log.read_text()
    assert "listSessions" in log
    assert good.rpartition(".")[2] not in log
    assert bad.rpartition(".")[2] not in log


def test_the_provider_replaces_its_keys_without_a_gap(tmp_path: Path) -> None:
    with running_shared_server(tmp_path) as own:
        provider = own.provider
        provider.keys = [copy_of(SIGNING_KEY), copy_of(EC_KEY)]
        old, current, new = (
            sign(provider.claims(READ), key, algorithm=algorithm)
            for key, algorithm in ((SIGNING_KEY, "RS256"), (EC_KEY, "ES256"), (NEXT_KEY, "PS256"))
        )
        assert [ask(own, token).status_code for token in (old, current)] == [200, 200]
        provider.keys = [copy_of(EC_KEY), copy_of(NEXT_KEY)]
        # The old key is good for as long as nobody has asked for the new ones.
        assert [ask(own, token).status_code for token in (old, new, current, old)] == [200, 200, 200, 401]
        provider.status = 503
        assert [ask(own, token).status_code for token in (current, new)] == [200, 200]


def test_a_provider_that_cannot_be_asked_makes_no_token_bad(tmp_path: Path) -> None:
    """Deviation D-26."""
    with running_shared_server(tmp_path) as own:
        own.provider.status = 500
        answer = ask(own, own.provider.token(READ))
        assert outcome(answer) == (503, "503")
        assert answer.headers["Retry-After"] == "5"
        assert "identity provider" in answer.json()["error"]["message"]
        with own.with_key(own.key("default")) as client:
            assert client.get(SESSIONS).status_code == 200
        assert "identity provider unavailable" in own.server.log.read_text()
