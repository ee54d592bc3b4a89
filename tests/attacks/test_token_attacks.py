"""Every row of the table of token attacks against a running server, at every door that it is for."""

import json
from collections.abc import Iterator

import httpx
import pytest
from joserfc.jwk import ECKey

from tests.attacks.token_attacks import TOKEN_ATTACKS
from tests.attacks.tokens.attack import Door, Presented, TokenAttack
from tests.attacks.tokens.places import HARMLESS
from tests.support.forged_tokens import Material
from tests.support.paths import collection
from tests.support.raw_http import RawAnswer, exchange, request_bytes
from tests.support.resources import SharedServer, running_shared_server

FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1"}
SESSIONS = collection("v1.2")
VERIFIED = "/face/v1.2-preview.1/detectLivenessWithVerify/singleModal/sessions"
FORM = b'--b\r\nContent-Disposition: form-data; name="Content"; filename="v.mp4"\r\n\r\nno video\r\n--b--\r\n'
UPGRADE = [
    (b"upgrade", b"websocket"),
    (b"connection", b"Upgrade"),
    (b"sec-websocket-version", b"13"),
    (b"sec-websocket-key", b"AAAAAAAAAAAAAAAAAAAAAA=="),
]

each_attack = pytest.mark.parametrize(
    "attack", [row for rows in TOKEN_ATTACKS.values() for row in rows], ids=lambda row: row.name
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedServer]:
    with running_shared_server(tmp_path_factory.mktemp("tokens")) as server:
        yield server


@pytest.fixture(scope="module")
def material(shared: SharedServer) -> Material:
    """Credentials of the server's default resource, and of its neighbour."""
    alpha = shared.key("alpha")
    with shared.with_key(shared.server.key) as backend, shared.with_key(alpha, "alpha.example") as neighbour:
        session, deleted = (created(backend) for _ in range(2))
        erased = backend.delete(f"{SESSIONS}/{deleted['sessionId']}")
        assert erased.status_code == 204
        assets = backend.get("/face/v1.3-preview.1/settings/getClientAssetsAccessToken").raise_for_status()
        return Material(
            token=session["authToken"],
            verify_token=created(backend, VERIFIED)["authToken"],
            deleted_token=deleted["authToken"],
            other_resource_token=created(neighbour)["authToken"],
            client_assets_token=str(next(iter(assets.json().values()))),
            grant=granted(shared.server.endpoint),
            receipt=erased.headers["livegate-erasure-receipt"],
            local_host=shared.server.endpoint.removeprefix("http://"),
            session_id=session["sessionId"],
            other_resource="alpha",
            subscription_key=shared.server.key,
            other_subscription_key=alpha,
            signing_key=signing_key(shared),
            provider=shared.provider,
        )


def created(client: httpx.Client, path: str = SESSIONS) -> dict[str, str]:
    answer: dict[str, str] = client.post(path, json=FIELDS).raise_for_status().json()
    return answer


def granted(endpoint: str) -> str:
    return str(httpx.post(f"{endpoint}/try-it/grant", headers={"Origin": endpoint}).raise_for_status().json()["grant"])


def signing_key(shared: SharedServer) -> ECKey:
    content = json.loads((shared.server.data_dir / "signing-keys.json").read_text())
    return ECKey.import_key(content["keys"][0])


def knock(shared: SharedServer, material: Material, door: Door, presented: Presented) -> RawAnswer:
    """Present a credential at a door and return the answer."""
    method, path, headers, body = {
        Door.MANAGEMENT: ("GET", f"{SESSIONS}/{material.session_id}", [], b""),
        Door.UPLOAD: (
            "POST",
            "/face/v1.2/detectLiveness/singleModal",
            [(b"content-type", b"multipart/form-data; boundary=b")],
            FORM,
        ),
        Door.STREAM: ("GET", "/face/v1.2/session/stream", UPGRADE, b""),
    }[door]
    url = httpx.URL(shared.server.endpoint)
    # No connection: close beside an upgrade, which asks for a connection of its own.
    lines = [(b"host", presented.host), *headers, *presented.headers]
    content = request_bytes(method, path.encode() + presented.query, lines, body)
    if door is Door.STREAM:
        content = content.replace(b"\r\nconnection: close", b"")
    answer = exchange((url.host, url.port or 80), content, method=method)
    assert answer is not None
    return answer


@each_attack
def test_an_attack_is_refused_at_every_door(shared: SharedServer, material: Material, attack: TokenAttack) -> None:
    presented = attack.present(material)
    for door, refusal in attack.refusals.items():
        answer = knock(shared, material, door, presented)
        assert (answer.status, answer.headers.get("x-ms-error-code")) == refusal, door


@pytest.mark.parametrize("name", HARMLESS)
def test_what_looks_odd_opens_the_sessions_own_doors_alone(shared: SharedServer, material: Material, name: str) -> None:
    presented = HARMLESS[name][0](material)
    assert knock(shared, material, Door.STREAM, presented).status == 101
    assert knock(shared, material, Door.MANAGEMENT, presented).status == 403


def test_the_server_has_noted_no_defect_and_no_token(shared: SharedServer, material: Material) -> None:
    log = shared.server.log.read_text()
    assert '"event":"defect"' not in log.replace(" ", "")
    assert "Traceback" not in log
    assert [part for part in material.parts if part in log] == []
