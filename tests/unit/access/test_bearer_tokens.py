import base64
import hmac
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey, RSAKey

from livegate.access import bearer_tokens
from livegate.access.bearer_tokens import (
    LEEWAY,
    LONGEST_TOKEN,
    BearerRefusal,
    BearerTokenRefusedError,
    BearerTokenVerifier,
    ForeignTokenError,
)
from livegate.access.openid import OpenIdProvider
from tests.support.openid_provider import (
    AUDIENCE,
    EC_KEY,
    NEXT_KEY,
    SIGNING_KEY,
    STRANGE_KEY,
    OpenIdProviderServer,
    copy_of,
    sign,
)
from tests.support.sessions import START, ManualClock

RESTRICTED_KEY = RSAKey.generate_key(2048, auto_kid=True)
P384_KEY = ECKey.generate_key("P-384", auto_kid=True)
NOW = int(START.timestamp())


@dataclass(frozen=True)
class Documents:
    """The provider's documents without the way over HTTP."""

    provider: OpenIdProviderServer

    async def fetch(self, url: str) -> bytes:
        return self.provider.answer(url)[1]


@pytest.fixture
def provider() -> OpenIdProviderServer:
    server = OpenIdProviderServer("https://issuer.example")
    server.keys = [
        copy_of(SIGNING_KEY, use="sig"),
        copy_of(EC_KEY),
        copy_of(NEXT_KEY, use="enc"),
        copy_of(RESTRICTED_KEY, alg="PS256"),
        copy_of(P384_KEY),
    ]
    return server


@pytest.fixture
def verifier(provider: OpenIdProviderServer) -> BearerTokenVerifier:
    keys = OpenIdProvider(provider.issuer, Documents(provider), now=ManualClock().now, report=print)
    return BearerTokenVerifier(keys, audience=AUDIENCE)


@pytest.fixture
def claims(provider: OpenIdProviderServer) -> dict[str, Any]:
    return provider.claims("reader", nbf=NOW, exp=NOW + 3600)


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def part(content: object) -> str:
    return encoded(json.dumps(content).encode())


def with_header(token: str, header: object) -> str:
    return ".".join([part(header), *token.split(".")[1:]])


def symmetric(claims: object, secret: bytes) -> str:
    content = f"{part({'alg': 'HS256', 'kid': SIGNING_KEY.kid, 'typ': 'JWT'})}.{part(claims)}"
    return (
        f"{content}.{base64.urlsafe_b64encode(hmac.digest(secret, content.encode(), 'sha256')).rstrip(b'=').decode()}"
    )


async def refusal(verifier: BearerTokenVerifier, token: str, now: datetime = START) -> BearerRefusal:
    with pytest.raises(BearerTokenRefusedError) as raised:
        await verifier.verify(token, now)
    assert token not in str(raised.value)
    return raised.value.refusal


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(SIGNING_KEY, "RS256"), (SIGNING_KEY, "PS256"), (EC_KEY, "ES256"), (RESTRICTED_KEY, "PS256")],
)
async def test_a_token_says_which_roles_its_holder_has(
    verifier: BearerTokenVerifier, claims: dict[str, Any], key: RSAKey | ECKey, algorithm: str
) -> None:
    assert await verifier.verify(sign(claims, key, algorithm=algorithm), START) == {"reader"}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"scp": "one two"}, {"one", "two"}),
        ({"scope": "one  two "}, {"one", "two"}),
        ({"scp": ["one", "two"]}, {"one", "two"}),
        ({"roles": ["one", "two words"]}, {"one", "two words"}),
        ({"roles": ["one"], "scp": "two", "scope": "three"}, {"one", "two", "three"}),
        ({"roles": "one"}, set()),
        ({"roles": {"one": True}, "scp": 1, "scope": None}, set()),
        ({"roles": [1, None, ["one"], "two"]}, {"two"}),
        ({"groups": ["one"], "wids": ["two"], "role": "three"}, set()),
        ({}, set()),
    ],
)
async def test_roles_and_scopes_are_read_and_nothing_else(
    verifier: BearerTokenVerifier, claims: dict[str, Any], values: dict[str, object], found: set[str]
) -> None:
    del claims["roles"]
    assert await verifier.verify(sign(claims | values), START) == found


@pytest.mark.parametrize("kind", ["JWT", "jwt", "at+jwt", "application/at+jwt"])
async def test_headers_may_have_what_providers_put_there(
    verifier: BearerTokenVerifier, claims: dict[str, Any], kind: str
) -> None:
    token = sign(claims, typ=kind, x5t="thumbprint", nonce="n")
    assert await verifier.verify(token, START) == {"reader"}


async def test_a_token_may_be_for_several_audiences(verifier: BearerTokenVerifier, claims: dict[str, Any]) -> None:
    assert await verifier.verify(sign(claims | {"aud": ["other", AUDIENCE]}), START) == {"reader"}


async def test_clocks_may_differ_by_a_minute(verifier: BearerTokenVerifier, claims: dict[str, Any]) -> None:
    token, moment = sign(claims | {"nbf": NOW, "exp": NOW + 600}), timedelta(microseconds=1)
    first, last = START - timedelta(seconds=LEEWAY), START + timedelta(seconds=600 + LEEWAY)
    for now in (first, last - moment):
        assert await verifier.verify(token, now) == {"reader"}
    assert await refusal(verifier, token, first - moment) is BearerRefusal.NOT_YET_VALID
    assert await refusal(verifier, token, last) is BearerRefusal.EXPIRED


@pytest.mark.parametrize(
    "times",
    [
        {"exp": None},
        {"exp": "1"},
        {"exp": True},
        {"exp": -1},
        {"exp": 10**400},
        {"exp": float("nan")},
        {"exp": float("inf")},
        {"nbf": "1"},
        {"nbf": None},
        {"nbf": 2**60},
    ],
)
async def test_times_that_are_no_usual_numbers_are_refused(
    verifier: BearerTokenVerifier, claims: dict[str, Any], times: dict[str, object]
) -> None:
    assert await refusal(verifier, sign(claims | times)) is BearerRefusal.CLAIMS


async def test_a_token_without_an_end_is_refused_and_one_without_a_beginning_is_not(
    verifier: BearerTokenVerifier, claims: dict[str, Any]
) -> None:
    endless, without_beginning = ({**claims} for _ in range(2))
    del endless["exp"], without_beginning["nbf"]
    assert await refusal(verifier, sign(endless)) is BearerRefusal.CLAIMS
    assert await verifier.verify(sign(without_beginning), START) == {"reader"}


@pytest.mark.parametrize(
    "audience", [None, "", f"{AUDIENCE}/", "https://other.example", [], ["other"], 1, {AUDIENCE: 1}]
)
async def test_a_token_for_another_audience_is_refused_with_the_right_one(
    verifier: BearerTokenVerifier, claims: dict[str, Any], audience: object
) -> None:
    token = sign(claims | {"aud": audience})
    assert await refusal(verifier, token) is BearerRefusal.AUDIENCE
    with pytest.raises(BearerTokenRefusedError, match=f"audience must be {AUDIENCE}"):
        await verifier.verify(token, START)


class TestForgery:
    """Every way to a token that the provider did not sign, or did not sign like this."""

    async def test_another_key_under_the_providers_id(
        self, verifier: BearerTokenVerifier, claims: dict[str, Any]
    ) -> None:
        assert await refusal(verifier, sign(claims, STRANGE_KEY, kid=SIGNING_KEY.kid)) is BearerRefusal.SIGNATURE

    async def test_another_key_under_its_own_id(self, verifier: BearerTokenVerifier, claims: dict[str, Any]) -> None:
        assert await refusal(verifier, sign(claims, STRANGE_KEY)) is BearerRefusal.UNKNOWN_KEY

    @pytest.mark.parametrize("where", ["jwk", "jku", "x5u", "x5c"])
    async def test_a_key_that_the_token_brings_or_points_to(
        self, verifier: BearerTokenVerifier, claims: dict[str, Any], where: str
    ) -> None:
        content = {
            "jwk": copy_of(EC_KEY),
            "jku": "http://127.0.0.1/keys",
            "x5u": "http://127.0.0.1/certificate",
            "x5c": ["MIIB"],
        }[where]
        header = {"alg": "RS256", "kid": STRANGE_KEY.kid, "typ": "JWT", where: content}
        token = with_header(sign(claims, STRANGE_KEY), header)
        assert await refusal(verifier, token) is BearerRefusal.UNKNOWN_KEY

    async def test_a_public_key_as_a_shared_secret(self, verifier: BearerTokenVerifier, claims: dict[str, Any]) -> None:
        for secret in (SIGNING_KEY.as_pem(private=False), copy_of(SIGNING_KEY)["n"].encode()):
            assert await refusal(verifier, symmetric(claims, secret)) is BearerRefusal.ALGORITHM

    @pytest.mark.parametrize(
        "algorithm", ["none", "None", "", "HS512", "RS512", "ES384", "EdDSA", "rs256", None, 1, []]
    )
    async def test_any_other_algorithm(
        self, verifier: BearerTokenVerifier, claims: dict[str, Any], algorithm: object
    ) -> None:
        header = {"alg": algorithm, "kid": SIGNING_KEY.kid, "typ": "JWT"}
        token = with_header(sign(claims), header)
        assert await refusal(verifier, token) is BearerRefusal.ALGORITHM
        assert await refusal(verifier, f"{token.rpartition('.')[0]}.") is BearerRefusal.ALGORITHM

    @pytest.mark.parametrize(
        ("key", "algorithm", "reason"),
        [
            (EC_KEY, "RS256", BearerRefusal.UNKNOWN_KEY),
            (SIGNING_KEY, "ES256", BearerRefusal.UNKNOWN_KEY),
            (SIGNING_KEY, "PS256", BearerRefusal.SIGNATURE),
            (P384_KEY, "ES256", BearerRefusal.SIGNATURE),
        ],
    )
    async def test_a_key_under_an_algorithm_that_did_not_sign(
        self,
        verifier: BearerTokenVerifier,
        claims: dict[str, Any],
        key: RSAKey | ECKey,
        algorithm: str,
        reason: BearerRefusal,
    ) -> None:
        header = {"alg": algorithm, "kid": key.kid, "typ": "JWT"}
        assert await refusal(verifier, with_header(sign(claims), header)) is reason

    async def test_a_key_that_is_not_for_this_algorithm_or_not_for_signatures(
        self, verifier: BearerTokenVerifier, claims: dict[str, Any]
    ) -> None:
        assert await refusal(verifier, sign(claims, RESTRICTED_KEY)) is BearerRefusal.SIGNATURE
        assert await refusal(verifier, sign(claims, NEXT_KEY)) is BearerRefusal.SIGNATURE

    async def test_changed_claims(self, verifier: BearerTokenVerifier, claims: dict[str, Any]) -> None:
        head, _, signature = sign(claims).split(".")
        token = f"{head}.{part(claims | {'roles': ['admin']})}.{signature}"
        assert await refusal(verifier, token) is BearerRefusal.SIGNATURE

    @pytest.mark.parametrize("signature", ["", "A" * 342, "é", "A"])
    async def test_no_signature_or_a_made_up_one(
        self, verifier: BearerTokenVerifier, claims: dict[str, Any], signature: str
    ) -> None:
        token = f"{sign(claims).rpartition('.')[0]}.{signature}"
        assert await refusal(verifier, token) is BearerRefusal.SIGNATURE

    @pytest.mark.parametrize(
        "header", [{"kid": 1}, {"kid": None}, {"typ": "logout+jwt"}, {"typ": 1}, {"crit": ["exp"]}, {"crit": None}]
    )
    async def test_a_header_of_something_else(
        self, verifier: BearerTokenVerifier, claims: dict[str, Any], header: dict[str, object]
    ) -> None:
        whole = {"alg": "RS256", "kid": SIGNING_KEY.kid, "typ": "JWT"} | header
        assert await refusal(verifier, with_header(sign(claims), whole)) is BearerRefusal.HEADER


class TestForeign:
    """What is not this provider's is left to others, and is never asked about."""

    @pytest.mark.parametrize(
        "issuer", ["https://issuer.example/", "HTTPS://issuer.example", "", None, ["https://issuer.example"]]
    )
    async def test_tokens_of_another_issuer(
        self, verifier: BearerTokenVerifier, claims: dict[str, Any], issuer: object
    ) -> None:
        with pytest.raises(ForeignTokenError):
            await verifier.verify(sign(claims | {"iss": issuer}), START)

    async def test_an_issuer_that_differs_in_a_slash(
        self, verifier: BearerTokenVerifier, claims: dict[str, Any]
    ) -> None:
        with pytest.raises(ForeignTokenError):
            await verifier.verify(sign(claims | {"iss": f"{claims['iss']}/"}), START)

    @pytest.mark.parametrize(
        "token",
        [
            *("", ".", "..", "...", "a.b.c", "secret", "\ud800", "é.é.é", "A" * (LONGEST_TOKEN + 1)),
            f"{part(['alg'])}.{part({})}.",
            f"{part('alg')}.{part({})}.",
            f"{part({'alg': 'RS256'})}.{part([])}.",
            f"{part({'alg': 'RS256'})}.{part('iss')}.",
            f"{part({'alg': 'RS256'})}.{encoded(b'[' * 9000)}.",
            f"{part({'alg': 'RS256', 'b64': False, 'crit': ['b64']})}.{{}}.",
        ],
        ids=lambda token: repr(token[:12]),
    )
    async def test_what_is_no_token(self, verifier: BearerTokenVerifier, token: str) -> None:
        with pytest.raises(ForeignTokenError):
            await verifier.verify(token, START)

    async def test_a_good_token_that_is_too_long(self, verifier: BearerTokenVerifier, claims: dict[str, Any]) -> None:
        with pytest.raises(ForeignTokenError):
            await verifier.verify(sign(claims | {"filler": "x" * LONGEST_TOKEN}), START)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(["exp", "nbf", "roles", "scp", "scope"]), VALUES))
def test_whatever_a_provider_signs_is_at_most_refused(claims: dict[str, Any]) -> None:
    with suppress(BearerTokenRefusedError):
        bearer_tokens._check_times(claims, NOW)
    assert {type(value) for value in bearer_tokens._roles_and_scopes(claims)} <= {str}
