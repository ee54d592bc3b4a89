"""Genuine credentials where they do not belong, and other credentials in their place."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from livegate.access.try_it_grants import GRANT_TYPE
from livegate.contract.stream_messages import SUBPROTOCOL
from tests.attacks.tokens.attack import (
    AT_DEVICES,
    DENIED,
    GENUINE_ELSEWHERE,
    WRONG_DOOR,
    Door,
    Presented,
    TokenAttack,
    attack,
    bearer,
)
from tests.support.forged_tokens import FOREIGN_KEY, ORDER, Craft, Material, text
from tests.support.openid_provider import SIGNING_KEY, STRANGE_KEY, sign

ROLES = ("livegate.sessions.create", "livegate.sessions.read", "livegate.sessions.delete", "livegate.configure")


def offered(*words: str) -> Presented:
    """Offer subprotocols, as a browser does that can set no other header."""
    return Presented(((b"sec-websocket-protocol", ", ".join(words).encode()),))


def _two(first: str, second: str) -> Presented:
    return Presented(bearer(first).headers + bearer(second).headers)


def _key(key: str) -> Presented:
    return Presented(((b"ocp-apim-subscription-key", key.encode()),))


def _unsigned(claims: dict[str, object]) -> str:
    return f"{text(json.dumps({'alg': 'none', 'kid': SIGNING_KEY.kid, 'typ': 'JWT'}))}.{text(json.dumps(claims))}."


REPLAYS = (
    attack("Of a session that was deleted", lambda m: m.deleted_token, GENUINE_ELSEWHERE),
    TokenAttack(
        "Of a session of the other kind",
        lambda m: bearer(m.verify_token),
        MappingProxyType({Door.MANAGEMENT: WRONG_DOOR, Door.UPLOAD: DENIED}),
    ),
    TokenAttack(
        "The genuine token, to read its session",
        lambda m: bearer(m.token),
        MappingProxyType({Door.MANAGEMENT: WRONG_DOOR}),
    ),
    TokenAttack(
        "Another resource's token, to read the session",
        lambda m: bearer(m.other_resource_token),
        MappingProxyType({Door.MANAGEMENT: WRONG_DOOR}),
    ),
    attack("The client assets token of the same keys", lambda m: m.client_assets_token),
)

PLACES = (
    TokenAttack("The scheme Basic", lambda m: bearer(m.token, "Basic ")),
    TokenAttack("The scheme Token", lambda m: bearer(m.token, "Token ")),
    TokenAttack("No scheme", lambda m: bearer(m.token, "")),
    TokenAttack("No space behind the scheme", lambda m: bearer(m.token, "Bearer")),
    TokenAttack("A tab behind the scheme", lambda m: bearer(m.token, "Bearer\t")),
    TokenAttack("The scheme twice", lambda m: bearer(m.token, "Bearer Bearer ")),
    TokenAttack("Two Authorization headers, the genuine one first", lambda m: _two(m.token, "x.y.z")),
    TokenAttack("Two Authorization headers, the genuine one last", lambda m: _two("x.y.z", m.token)),
    TokenAttack("Two Authorization headers, both genuine", lambda m: _two(m.token, m.token)),
    TokenAttack("In the query", lambda m: Presented(query=f"?access_token={m.token}&authToken={m.token}".encode())),
    TokenAttack("In a cookie", lambda m: Presented(((b"cookie", f"authToken={m.token}".encode()),))),
    TokenAttack("In X-Authorization", lambda m: Presented(((b"x-authorization", f"Bearer {m.token}".encode()),))),
    TokenAttack(
        "In Proxy-Authorization", lambda m: Presented(((b"proxy-authorization", f"Bearer {m.token}".encode()),))
    ),
    TokenAttack("As a subscription key", lambda m: _key(m.token)),
    TokenAttack(
        "As a subprotocol, where there is no stream",
        lambda m: offered(SUBPROTOCOL, m.token),
        MappingProxyType({Door.MANAGEMENT: DENIED, Door.UPLOAD: DENIED}),
    ),
    TokenAttack("As a subprotocol, without ours", lambda m: offered(m.token), MappingProxyType({Door.STREAM: DENIED})),
    TokenAttack(
        "As a subprotocol, behind a scheme",
        lambda m: offered(SUBPROTOCOL, f"Bearer.{m.token}"),
        MappingProxyType({Door.STREAM: DENIED}),
    ),
    TokenAttack(
        "As a subprotocol, beside another token",
        lambda m: offered(SUBPROTOCOL, m.token, m.verify_token),
        MappingProxyType({Door.STREAM: DENIED}),
    ),
    TokenAttack(
        "As a subprotocol, beside a forged header",
        lambda m: Presented(offered(SUBPROTOCOL, m.token).headers + bearer("x.y.z").headers),
        MappingProxyType({Door.STREAM: DENIED}),
    ),
)

OTHER_CREDENTIALS = (
    TokenAttack("The subscription key as a token", lambda m: bearer(m.subscription_key)),
    TokenAttack(
        "The subscription key at a device's door",
        lambda m: _key(m.subscription_key),
        MappingProxyType({Door.UPLOAD: WRONG_DOOR, Door.STREAM: WRONG_DOOR}),
    ),
    TokenAttack("Another resource's key, by the wrong host", lambda m: _key(m.other_subscription_key)),
    TokenAttack(
        "The subscription key in the query",
        lambda m: Presented(query=f"?subscription-key={m.subscription_key}".encode()),
    ),
    TokenAttack(
        "Two subscription keys", lambda m: Presented(_key(m.subscription_key).headers + _key("x" * 32).headers)
    ),
    TokenAttack("The subscription key cut by a character", lambda m: _key(m.subscription_key[:-1])),
    TokenAttack("No key and no token", lambda _: Presented()),
    attack("A genuine access token at a device's door", lambda m: m.provider.token(*ROLES), AT_DEVICES),
    attack("An access token for the session's audience", lambda m: m.provider.token(*ROLES, aud="livegate-session")),
    attack("An access token that has expired", lambda m: m.provider.token(*ROLES, exp=1)),
    attack("An access token of another issuer", lambda m: m.provider.token(*ROLES, iss="https://attacker.example")),
    attack(
        "An access token by a key that the provider has not", lambda m: sign(m.provider.claims(*ROLES), STRANGE_KEY)
    ),
    attack(
        "An access token by another key under the provider's key id",
        lambda m: sign(m.provider.claims(*ROLES), STRANGE_KEY, kid=SIGNING_KEY.kid),
    ),
    attack("An access token without a signature", lambda m: _unsigned(m.provider.claims(*ROLES))),
    attack("An access token signed by the server's key", lambda m: m.signed(dict(m.provider.claims(*ROLES)))),
)

GRANT_CLAIMS = {"aud": "livegate-try-it", "res": "default"}


def _granted(m: Material, token_type: str = GRANT_TYPE, **changes: object) -> str:
    """Return a grant that was changed, signed by the server's own key."""
    return m.signed({**GRANT_CLAIMS, "iat": m.now - 60, "exp": m.now + 600, **changes}, typ=token_type)


def _locally(craft: Craft) -> Callable[[Material], Presented]:
    """Present a token on the server's own machine, as its try-it page does."""
    return lambda m: replace(bearer(craft(m)), host=m.local_host.encode())


def _behind(m: Material, name: bytes) -> Presented:
    local = _locally(lambda material: material.grant)(m)
    return replace(local, headers=(*local.headers, (name, b"127.0.0.1")))


GRANTS = (
    TokenAttack("The genuine grant at a device's door", _locally(lambda m: m.grant), AT_DEVICES),
    attack("The genuine grant, by another host", lambda m: m.grant),
    TokenAttack("The genuine grant, past a proxy", lambda m: _behind(m, b"x-forwarded-proto")),
    TokenAttack("The genuine grant, past a proxy that says Forwarded", lambda m: _behind(m, b"forwarded")),
    TokenAttack("A grant with another's signature", _locally(lambda m: f"{m.grant.rpartition('.')[0]}.{m.parts[2]}")),
    TokenAttack(
        "A grant by another key under our key id", _locally(lambda m: m.signed(key=FOREIGN_KEY, typ=GRANT_TYPE))
    ),
    TokenAttack("A grant that is over, signed by the server's key", _locally(lambda m: _granted(m, exp=m.now - 1))),
    TokenAttack("A grant to come, signed by the server's key", _locally(lambda m: _granted(m, iat=m.now + 300))),
    TokenAttack("A grant for a day, signed by the server's key", _locally(lambda m: _granted(m, exp=m.now + 86_400))),
    TokenAttack(
        "A grant to another resource, signed by the server's key",
        _locally(lambda m: _granted(m, res=m.other_resource)),
    ),
    TokenAttack("A grant to no resource, signed by the server's key", _locally(lambda m: _granted(m, res=None))),
    TokenAttack(
        "A grant for sessions' audience, signed by the server's key",
        _locally(lambda m: _granted(m, aud="livegate-session")),
    ),
    TokenAttack("A grant of the type JWT, signed by the server's key", _locally(lambda m: _granted(m, "JWT"))),
    TokenAttack(
        "The genuine session token as a grant",
        _locally(lambda m: m.token),
        MappingProxyType({Door.MANAGEMENT: WRONG_DOOR}),
    ),
    TokenAttack(
        "A session's claims as a grant, signed by the server's key", _locally(lambda m: m.signed(typ=GRANT_TYPE))
    ),
    TokenAttack("An erasure receipt as a grant", _locally(lambda m: m.receipt)),
    TokenAttack("The client assets token as a grant", _locally(lambda m: m.client_assets_token)),
)

HARMLESS: Mapping[str, tuple[Callable[[Material], Presented], str]] = MappingProxyType(
    {
        "The genuine token": (lambda m: bearer(m.token), "It is what opens the door."),
        "The scheme in lower case": (
            lambda m: bearer(m.token, "bearer "),
            "RFC 9110, section 11.1: letter case is free.",
        ),
        "The scheme in upper case": (
            lambda m: bearer(m.token, "BEARER "),
            "RFC 9110, section 11.1: letter case is free.",
        ),
        "Several spaces behind the scheme": (lambda m: bearer(m.token, "Bearer   "), "RFC 9110, section 11.4: 1*SP."),
        "s replaced by its negative": (
            lambda m: bearer(m.with_numbers(m.numbers[0], ORDER - m.numbers[1])),
            (
                "Whoever has a token can make this second spelling of its signature (SEC 1, section 4.1.4). It says "
                "the same, for the same time, and dies with the same session: nothing is known, counted or revoked by "
                "the bytes of a token."
            ),
        ),
    }
)
"""What looks odd, opens the session's own doors and no others, and why that does no harm."""
