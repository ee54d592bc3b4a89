"""Who signed a token, by which algorithm, and what its header says of that."""

import json

from tests.attacks.tokens.attack import attack
from tests.support.forged_tokens import (
    ED25519_KEY,
    FOREIGN_KEY,
    ORDER,
    P384_KEY,
    RSA_KEY,
    SECP256K1_KEY,
    Material,
    signed_parts,
    text,
)


def _public(material: Material) -> bytes:
    return material.signing_key.as_pem(private=False)


def _coordinate(material: Material) -> str:
    return str(material.signing_key.as_dict(private=False)["x"])


def _raw(material: Material) -> bytes:
    first, second = material.numbers
    return first.to_bytes(32, "big") + second.to_bytes(32, "big")


def _signed_as(material: Material, **header: object) -> str:
    head = text(json.dumps({**material.header, **header}))
    return signed_parts(head, material.parts[1], material.signing_key, "ES256")


def _foreign(material: Material, **header: object) -> str:
    head = text(json.dumps({**material.header, **header}))
    return signed_parts(head, material.parts[1], FOREIGN_KEY, "ES256")


def _doubled_header(material: Material) -> str:
    return ".".join((text(json.dumps(material.header)[:-1] + ', "alg": "ES256"}'), *material.parts[1:]))


ALGORITHMS = (
    attack("`alg` none, no signature", lambda m: m.with_header(alg="none").rpartition(".")[0] + "."),
    attack("`alg` None, the genuine signature", lambda m: m.with_header(alg="None")),
    attack("`alg` nOnE, the genuine signature", lambda m: m.with_header(alg="nOnE")),
    attack("`alg` missing", lambda m: m.with_header(alg=None)),
    attack("`alg` in lower case, signed by the server's key", lambda m: _signed_as(m, alg="es256")),
    attack("`alg` a list", lambda m: m.with_header(alg=["ES256"])),
    attack("`alg` a number", lambda m: m.with_header(alg=256)),
    attack("HS256 with the public key as PEM", lambda m: m.symmetric(_public(m))),
    attack("HS256 with the public key as DER", lambda m: m.symmetric(m.signing_key.as_der(private=False))),
    attack(
        "HS256 with the public key as JWK",
        lambda m: m.symmetric(json.dumps(m.signing_key.as_dict(private=False)).encode()),
    ),
    attack("HS256 with the public point", lambda m: m.symmetric(_coordinate(m).encode())),
    attack("HS256 with an empty secret", lambda m: m.symmetric(b"\0")),
    attack("RS256 under our key id", lambda m: m.signed(key=RSA_KEY, alg="RS256")),
    attack("PS256 under our key id", lambda m: m.signed(key=RSA_KEY, alg="PS256")),
    attack("ES384 under our key id", lambda m: m.signed(key=P384_KEY, alg="ES384")),
    attack("ES256K under our key id", lambda m: m.signed(key=SECP256K1_KEY, alg="ES256K")),
    attack("Ed25519 under our key id", lambda m: m.signed(key=ED25519_KEY, alg="Ed25519")),
)

SIGNATURES = (
    attack("Signed by another key under our key id", lambda m: m.signed(key=FOREIGN_KEY)),
    attack("Signed by another key under its own id", lambda m: m.signed(key=FOREIGN_KEY, kid=FOREIGN_KEY.thumbprint())),
    attack("No signature", lambda m: f"{m.parts[0]}.{m.parts[1]}."),
    attack("Signature of zeros", lambda m: m.with_numbers(0, 0)),
    attack("r is 0", lambda m: m.with_numbers(0, m.numbers[1])),
    attack("s is 0", lambda m: m.with_numbers(m.numbers[0], 0)),
    attack("r and s are 1", lambda m: m.with_numbers(1, 1)),
    attack("r is the order of the curve", lambda m: m.with_numbers(ORDER, m.numbers[1])),
    attack("s is the order of the curve", lambda m: m.with_numbers(m.numbers[0], ORDER)),
    attack("r and s exchanged", lambda m: m.with_numbers(*reversed(m.numbers))),
    attack("Signature as ASN.1 DER", lambda m: m.with_signature(m.der())),
    attack("Signature cut by a byte", lambda m: m.with_signature(_raw(m)[:-1])),
    attack("Signature with a byte more", lambda m: m.with_signature(_raw(m) + b"\0")),
    attack(
        "Signature with a zero before each number",
        lambda m: m.with_signature(b"\0" + _raw(m)[:32] + b"\0" + _raw(m)[32:]),
    ),
    attack("One bit of the signature changed", lambda m: m.with_signature(_raw(m)[:-1] + bytes([_raw(m)[-1] ^ 1]))),
    attack("Signature of another genuine token", lambda m: f"{m.parts[0]}.{m.parts[1]}.{m.verify_token.split('.')[2]}"),
    attack("Signature padded with =", lambda m: f"{m.token}=="),
    attack("Signature in the alphabet of plain base64", lambda m: f"{m.parts[0]}.{m.parts[1]}.{'+/' * 43}"),
)

KEY_IDS = (
    attack("`kid` missing", lambda m: m.signed(kid=None)),
    attack("`kid` empty", lambda m: m.signed(kid="")),
    attack("`kid` a list of ours", lambda m: m.with_header(kid=[m.header["kid"]])),
    attack("`kid` a number", lambda m: m.with_header(kid=0)),
    attack("`kid` an object", lambda m: m.with_header(kid={"kid": m.header["kid"]})),
    attack("`kid` unknown", lambda m: m.signed(kid="A" * 43)),
    attack("`kid` a path to an empty file", lambda m: m.signed(kid="../../../../dev/null")),
    attack("`kid` a path to our key file", lambda m: m.signed(kid="signing-keys.json")),
    attack("`kid` with SQL", lambda m: m.signed(kid="' OR '1'='1' --")),
    attack("`kid` a URL", lambda m: m.signed(kid="https://attacker.example/keys")),
    attack("`kid` ours with a NUL behind it", lambda m: m.signed(kid=m.header["kid"] + "\0")),
    attack("`kid` ours in lower case", lambda m: m.signed(kid=str(m.header["kid"]).swapcase())),
    attack("`kid` of 3,000 characters", lambda m: m.signed(kid="k" * 3000)),
)

HEADERS = (
    attack("`jwk`: brings its own key", lambda m: _foreign(m, jwk=FOREIGN_KEY.as_dict(private=False))),
    attack("`jku`: points to its own keys", lambda m: _foreign(m, jku="https://attacker.example/keys")),
    attack("`x5u`: points to its own certificate", lambda m: _foreign(m, x5u="https://attacker.example/certificate")),
    attack("`x5c`: brings its own certificate", lambda m: _foreign(m, x5c=["MIIB"])),
    attack(
        "`crit` with a parameter unknown to us, signed by the server's key",
        lambda m: _signed_as(m, crit=["exp"], exp=1),
    ),
    attack("`crit` empty, signed by the server's key", lambda m: _signed_as(m, crit=[])),
    attack("`zip`, signed by the server's key", lambda m: _signed_as(m, zip="DEF")),
    attack("`b64` false, signed by the server's key", lambda m: _signed_as(m, b64=False, crit=["b64"])),
    attack("`cty` JWT, signed by the server's key", lambda m: _signed_as(m, cty="JWT")),
    attack("`typ` missing, signed by the server's key", lambda m: m.signed(typ=None)),
    attack("`typ` of an access token, signed by the server's key", lambda m: m.signed(typ="at+jwt")),
    attack(
        "`typ` of an erasure receipt, signed by the server's key",
        lambda m: m.signed(typ="livegate-erasure-receipt+jwt"),
    ),
    attack("A name twice in the header, not signed", _doubled_header),
)
