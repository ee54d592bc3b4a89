import asyncio
import base64
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws, jwt
from joserfc.jwk import ECKey

from livegate.access.session_tokens import RefusalReason, SessionClaims, SessionTokens, TokenRefusedError
from livegate.access.signing_keys import SigningKeys

KEY = ECKey.generate_key("P-256")
OTHER_KEY = ECKey.generate_key("P-256")
KEYS = SigningKeys([KEY])
TOKENS = SessionTokens(KEYS, token_id=lambda: "token-1")
ISSUED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
EXPIRES = ISSUED + timedelta(minutes=10)
NOW = ISSUED + timedelta(minutes=1)
SESSION_ID = "b12e033e-bda7-4b83-a211-e721c661f30e"
HEADER: dict[str, object] = {"alg": "ES256", "kid": KEY.thumbprint(), "typ": "JWT"}


def issue(tokens: SessionTokens = TOKENS, issued_at: datetime = ISSUED, expires_at: datetime = EXPIRES) -> str:
    return asyncio.run(
        tokens.issue(
            issuer="https://face.example.org",
            session_id=SESSION_ID,
            resource="default",
            kind="liveness",
            operation_mode="PassiveActive",
            issued_at=issued_at,
            expires_at=expires_at,
        )
    )


def part(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def decoded(segment: str) -> dict[str, object]:
    content: dict[str, object] = json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    return content


TOKEN = issue()
HEAD, PAYLOAD, SIGNATURE = TOKEN.split(".")
CLAIMS = decoded(PAYLOAD)


def signed(claims: dict[str, object], header: dict[str, object] | None = None, key: ECKey = KEY) -> str:
    return jwt.encode(header or HEADER, claims, key, algorithms=["ES256"], default_type=None)


def signed_bytes(payload: bytes) -> str:
    return jws.serialize_compact(HEADER, payload, KEY, algorithms=["ES256"])


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in CLAIMS.items() if key != name}


def symmetric(secret: bytes) -> str:
    content = f"{part({**HEADER, 'alg': 'HS256'})}.{PAYLOAD}"
    digest = hmac.digest(secret, content.encode(), "sha256")
    return f"{content}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def refusal(token: str, now: datetime = NOW) -> RefusalReason:
    with pytest.raises(TokenRefusedError) as raised:
        TOKENS.verify(token, now)
    assert len(token) < 20 or token not in str(raised.value)
    return raised.value.reason


def test_a_token_says_which_session_it_opens() -> None:
    assert TOKENS.verify(TOKEN, NOW) == SessionClaims(
        issuer="https://face.example.org",
        session_id=SESSION_ID,
        resource="default",
        kind="liveness",
        operation_mode="PassiveActive",
        token_id="token-1",
        issued_at=ISSUED,
        expires_at=EXPIRES,
    )


def test_a_token_begins_as_those_of_azure_and_shows_the_mode_where_users_look_for_it() -> None:
    """Deviation D-20: the rest is ours."""
    assert TOKEN.startswith("eyJhbGciOiJFUzI1NiIsIm")
    assert list(decoded(HEAD)) == ["alg", "kid", "typ"]
    assert json.loads(str(CLAIMS["face"])) == {"clientClaims": {"livenessOperationMode": "PassiveActive"}}
    assert {"iss", "sid", "res", "exp", "jti"} <= CLAIMS.keys()


def test_a_token_is_valid_from_its_first_second_until_just_before_its_last() -> None:
    assert TOKENS.verify(TOKEN, ISSUED) == TOKENS.verify(TOKEN, EXPIRES - timedelta(microseconds=1))
    assert refusal(TOKEN, EXPIRES) is RefusalReason.EXPIRED
    assert refusal(TOKEN, ISSUED - timedelta(microseconds=1)) is RefusalReason.NOT_YET_VALID


def test_a_token_issued_within_a_second_is_valid_at_once() -> None:
    moment = ISSUED + timedelta(milliseconds=700)
    assert TOKENS.verify(issue(issued_at=moment), moment).issued_at == ISSUED


def test_a_token_of_an_older_key_lives_on_and_new_ones_are_signed_by_the_newest() -> None:
    rotated = SessionTokens(SigningKeys([OTHER_KEY, KEY]), token_id=lambda: "token-2")
    assert rotated.verify(TOKEN, NOW).token_id == "token-1"
    new = issue(rotated)
    assert rotated.verify(new, NOW).token_id == "token-2"
    assert refusal(new) is RefusalReason.UNKNOWN_KEY


ATTACKS: dict[str, tuple[Callable[[], str], RefusalReason]] = {
    "empty": (lambda: "", RefusalReason.MALFORMED),
    "one part": (lambda: HEAD, RefusalReason.MALFORMED),
    "dots alone": (lambda: "..", RefusalReason.MALFORMED),
    "extra dot": (lambda: f"{TOKEN}.", RefusalReason.MALFORMED),
    "leading dot": (lambda: f".{TOKEN}", RefusalReason.MALFORMED),
    "five parts": (lambda: f"{TOKEN}.a.b", RefusalReason.MALFORMED),
    "white space": (lambda: f"{TOKEN} ", RefusalReason.SIGNATURE),
    "unicode": (lambda: f"{HEAD}.{PAYLOAD}.é{SIGNATURE}", RefusalReason.SIGNATURE),
    "lone surrogate": (lambda: f"{TOKEN}\ud800", RefusalReason.MALFORMED),
    "oversized": (lambda: f"{HEAD}.{'A' * 5000}.{SIGNATURE}", RefusalReason.OVERSIZED),
    "deep header": (
        lambda: f"{base64.urlsafe_b64encode(b'[' * 2400).rstrip(b'=').decode()}.{PAYLOAD}.{SIGNATURE}",
        RefusalReason.MALFORMED,
    ),
    "header is a list": (lambda: f"{part(['alg'])}.{PAYLOAD}.{SIGNATURE}", RefusalReason.MALFORMED),
    "header is text": (lambda: f"{part('alg')}.{PAYLOAD}.{SIGNATURE}", RefusalReason.MALFORMED),
    "header is null": (lambda: f"{part(None)}.{PAYLOAD}.{SIGNATURE}", RefusalReason.MALFORMED),
    "critical header": (lambda: f"{part({**HEADER, 'crit': 1})}.{PAYLOAD}.{SIGNATURE}", RefusalReason.MALFORMED),
    "algorithm is a list": (lambda: f"{part({**HEADER, 'alg': []})}.{PAYLOAD}.{SIGNATURE}", RefusalReason.MALFORMED),
    "key id is a number": (lambda: f"{part({**HEADER, 'kid': 1})}.{PAYLOAD}.{SIGNATURE}", RefusalReason.MALFORMED),
    "payload is a list": (lambda: signed_bytes(b"[]"), RefusalReason.MALFORMED),
    "payload is no text": (lambda: signed_bytes(b"\xff"), RefusalReason.MALFORMED),
    "detached payload": (lambda: signed_bytes(b""), RefusalReason.MALFORMED),
    "alg none, no signature": (lambda: f"{part({**HEADER, 'alg': 'none'})}.{PAYLOAD}.", RefusalReason.HEADER),
    "alg none, old signature": (
        lambda: f"{part({**HEADER, 'alg': 'None'})}.{PAYLOAD}.{SIGNATURE}",
        RefusalReason.HEADER,
    ),
    "HS256 with the public key": (lambda: symmetric(KEY.as_pem(private=False)), RefusalReason.HEADER),
    "HS256 with the public point": (
        lambda: symmetric(str(KEY.as_dict(private=False)["x"]).encode()),
        RefusalReason.HEADER,
    ),
    "stripped signature": (lambda: f"{HEAD}.{PAYLOAD}.", RefusalReason.SIGNATURE),
    "signature of zeros": (lambda: f"{HEAD}.{PAYLOAD}.{'A' * 86}", RefusalReason.SIGNATURE),
    "swapped payload": (lambda: f"{HEAD}.{part({**CLAIMS, 'sid': 'another'})}.{SIGNATURE}", RefusalReason.SIGNATURE),
    "longer life": (lambda: f"{HEAD}.{part({**CLAIMS, 'exp': 2**40})}.{SIGNATURE}", RefusalReason.SIGNATURE),
    "another key under our id": (lambda: signed(CLAIMS, key=OTHER_KEY), RefusalReason.SIGNATURE),
    "another key under its id": (
        lambda: signed(CLAIMS, {**HEADER, "kid": OTHER_KEY.thumbprint()}, OTHER_KEY),
        RefusalReason.UNKNOWN_KEY,
    ),
    "unknown key id": (lambda: signed(CLAIMS, {**HEADER, "kid": "../../keys"}), RefusalReason.UNKNOWN_KEY),
    "no key id": (lambda: signed(CLAIMS, {"alg": "ES256", "typ": "JWT"}), RefusalReason.HEADER),
    "brings its own jwk": (
        lambda: signed(CLAIMS, {**HEADER, "jwk": OTHER_KEY.as_dict(private=False)}, OTHER_KEY),
        RefusalReason.HEADER,
    ),
    "points to a jku": (lambda: signed(CLAIMS, {**HEADER, "jku": "https://example.org/k"}), RefusalReason.HEADER),
    "points to a certificate": (
        lambda: signed(CLAIMS, {**HEADER, "x5u": "https://example.org/c"}),
        RefusalReason.HEADER,
    ),
    "another type": (lambda: signed(CLAIMS, {**HEADER, "typ": "at+jwt"}), RefusalReason.HEADER),
    "wrong audience": (lambda: signed({**CLAIMS, "aud": "livegate-receipt"}), RefusalReason.AUDIENCE),
    "no audience": (lambda: signed(without("aud")), RefusalReason.AUDIENCE),
    "several audiences": (lambda: signed({**CLAIMS, "aud": ["livegate-session"]}), RefusalReason.AUDIENCE),
    "expired": (lambda: issue(expires_at=NOW), RefusalReason.EXPIRED),
    "not yet valid": (lambda: issue(issued_at=NOW + timedelta(seconds=1)), RefusalReason.NOT_YET_VALID),
    "never expires": (lambda: signed(without("exp")), RefusalReason.CLAIMS),
    "expiry as text": (lambda: signed({**CLAIMS, "exp": "9999999999"}), RefusalReason.CLAIMS),
    "expiry beyond time": (lambda: signed({**CLAIMS, "exp": 10**30}), RefusalReason.CLAIMS),
    "no session": (lambda: signed(without("sid")), RefusalReason.CLAIMS),
    "session is no text": (lambda: signed({**CLAIMS, "sid": ["a"]}), RefusalReason.CLAIMS),
    "face is no JSON": (lambda: signed({**CLAIMS, "face": "Passive"}), RefusalReason.CLAIMS),
    "face is a list": (lambda: signed({**CLAIMS, "face": "[]"}), RefusalReason.CLAIMS),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_for_its_reason(attack: str) -> None:
    forge, reason = ATTACKS[attack]
    assert refusal(forge()) is reason


@given(st.text(max_size=200) | st.lists(st.sampled_from([HEAD, PAYLOAD, SIGNATURE, ".", "", "e30", "A"])).map("".join))
def test_any_text_but_the_token_is_refused(text: str) -> None:
    if text != TOKEN:
        refusal(text)


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from("ABab01-_.é"))
@settings(max_examples=200)
def test_a_token_changed_in_one_place_is_refused(place: int, character: str) -> None:
    changed = TOKEN[:place] + character + TOKEN[place + 1 :]
    if changed != TOKEN:
        refusal(changed)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40), st.integers(60, 86400))
def test_what_is_issued_is_what_is_verified(session_id: str, resource: str, mode: str, lifetime: int) -> None:
    token = asyncio.run(
        TOKENS.issue(
            issuer="http://127.0.0.1:8420",
            session_id=session_id,
            resource=resource,
            kind="livenessWithVerify",
            operation_mode=mode,
            issued_at=ISSUED,
            expires_at=ISSUED + timedelta(seconds=lifetime),
        )
    )
    claims = TOKENS.verify(token, ISSUED + timedelta(seconds=lifetime - 1))
    assert (claims.session_id, claims.resource, claims.operation_mode) == (session_id, resource, mode)
    assert claims.kind == "livenessWithVerify"
