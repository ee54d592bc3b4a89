"""What a token says, and how it is put together."""

import json

from tests.attacks.tokens.attack import GENUINE_ELSEWHERE, TOO_LONG, attack
from tests.support.forged_tokens import Material, text


def _doubled_claim(material: Material) -> bytes:
    return json.dumps(material.claims)[:-1].encode() + b', "exp": 99999999999}'


def _with_number(material: Material, claim: str, number: str) -> bytes:
    return json.dumps({**material.claims, claim: "§"}).replace('"\\u00a7"', number).encode()


CLAIMS = (
    attack("Another session id, not signed", lambda m: m.with_payload(sid="11111111-2222-3333-4444-555555555555")),
    attack("The other kind, not signed", lambda m: m.with_payload(knd="livenessWithVerify")),
    attack("Another resource, not signed", lambda m: m.with_payload(res=m.other_resource)),
    attack("A longer life, not signed", lambda m: m.with_payload(exp=2**40)),
    attack("A claim twice, not signed", lambda m: f"{m.parts[0]}.{text(_doubled_claim(m))}.{m.parts[2]}"),
    attack(
        "Another resource, signed by the server's key", lambda m: m.changed(res=m.other_resource), GENUINE_ELSEWHERE
    ),
    attack("An unknown resource, signed by the server's key", lambda m: m.changed(res="nobody"), GENUINE_ELSEWHERE),
    attack(
        "The other kind, signed by the server's key", lambda m: m.changed(knd="livenessWithVerify"), GENUINE_ELSEWHERE
    ),
    attack("No such kind, signed by the server's key", lambda m: m.changed(knd="everything"), GENUINE_ELSEWHERE),
    attack("An unknown session, signed by the server's key", lambda m: m.changed(sid="nobody"), GENUINE_ELSEWHERE),
    attack(
        "A session id with SQL, signed by the server's key", lambda m: m.changed(sid="' OR 1=1 --"), GENUINE_ELSEWHERE
    ),
    attack("A session id with a NUL and a lone surrogate", lambda m: m.changed(sid="\0\ud800")),
    attack("A session id as a list", lambda m: m.changed(sid=[m.session_id])),
    attack("Expired a second ago", lambda m: m.changed(exp=m.now - 1)),
    attack("Expired in 1970", lambda m: m.changed(exp=0)),
    attack("`exp` below zero", lambda m: m.changed(exp=-1)),
    attack("`exp` a fraction", lambda m: m.changed(exp=m.now + 600.5)),
    attack("`exp` with an exponent", lambda m: m.signed_text(_with_number(m, "exp", "9e9"))),
    attack("`exp` not a number", lambda m: m.signed_text(_with_number(m, "exp", "NaN"))),
    attack("`exp` beyond all time", lambda m: m.changed(exp=10**30)),
    attack("`exp` of 5,000 digits", lambda m: m.signed_text(_with_number(m, "exp", "9" * 2000))),
    attack("`exp` as text", lambda m: m.changed(exp="99999999999")),
    attack("`exp` true", lambda m: m.changed(exp=True)),
    attack("`exp` missing", lambda m: m.changed(exp=None)),
    attack("Not valid yet", lambda m: m.changed(nbf=m.now + 60)),
    attack("`nbf` missing", lambda m: m.changed(nbf=None)),
    attack("`nbf` a list", lambda m: m.changed(nbf=[0])),
    attack("Another audience", lambda m: m.changed(aud="https://cognitiveservices.azure.com")),
    attack("Our audience among others", lambda m: m.changed(aud=["livegate-session", "other"])),
    attack("No audience", lambda m: m.changed(aud=None)),
    attack("`iss` missing", lambda m: m.changed(iss=None)),
    attack("`iss` an object", lambda m: m.changed(iss={})),
    attack("`face` missing", lambda m: m.changed(face=None)),
    attack("`face` no JSON", lambda m: m.changed(face="Passive")),
    attack("`face` nested a thousand deep", lambda m: m.changed(face="[" * 1000 + "]" * 1000)),
    attack("`jti` a number", lambda m: m.changed(jti=1)),
)

SHAPES = (
    attack("Nothing", lambda _: ""),
    attack("Dots alone", lambda _: ".."),
    attack("One part", lambda m: m.parts[1]),
    attack("Two parts", lambda m: f"{m.parts[0]}.{m.parts[1]}"),
    attack("Four parts", lambda m: f"{m.token}.{m.parts[2]}"),
    attack("Five parts, as an encrypted token has", lambda m: f"{m.token}.{m.parts[2]}.{m.parts[2]}"),
    attack(
        "JSON in place of the compact form",
        lambda m: json.dumps(dict(zip(("protected", "payload", "signature"), m.parts, strict=True))),
    ),
    attack("Payload left out", lambda m: f"{m.parts[0]}..{m.parts[2]}"),
    attack("Payload a list, signed by the server's key", lambda m: m.signed_text(b"[]")),
    attack("Payload no text, signed by the server's key", lambda m: m.signed_text(b"\xff\xfe")),
    attack(
        "Payload nested a thousand deep, signed by the server's key", lambda m: m.signed_text(b"[" * 1000 + b"]" * 1000)
    ),
    attack("Header a list", lambda m: f"{text('[]')}.{m.parts[1]}.{m.parts[2]}"),
    attack("Header nested a thousand deep", lambda m: f"{text('[' * 1000 + ']' * 1000)}.{m.parts[1]}.{m.parts[2]}"),
    attack("Header null", lambda m: f"{text('null')}.{m.parts[1]}.{m.parts[2]}"),
    attack("A space within", lambda m: m.token.replace(".", ". ", 1)),
    attack("A tab within", lambda m: m.token.replace(".", "\t.", 1)),
    attack("Full-width dots", lambda m: m.token.replace(".", "\uff0e")),
    attack("A zero-width space behind it", lambda m: f"{m.token}\u200b"),
    attack("In quotation marks", lambda m: f'"{m.token}"'),
    attack("Percent-encoded dots", lambda m: m.token.replace(".", "%2E")),
    attack("Twice, with a comma between", lambda m: f"{m.token},{m.token}"),
    attack("Of 5,000 characters", lambda m: m.token + "A" * 5000),
    attack("Of 5 MB", lambda m: m.token + "A" * 5_000_000, TOO_LONG),
)
