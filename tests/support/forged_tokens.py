"""What a forger has to work with, and the crafts of the trade: tokens taken apart and put together again."""

import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from tests.support.openid_provider import OpenIdProviderServer

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many points P-256 has (SEC 2, section 2.4.2)."""
HALF = 32
"""Bytes of each of a signature's two numbers (RFC 7518, section 3.4)."""

Key = ECKey | RSAKey | OKPKey | OctKey

FOREIGN_KEY = ECKey.generate_key("P-256", auto_kid=True)
P384_KEY = ECKey.generate_key("P-384", auto_kid=True)
SECP256K1_KEY = ECKey.generate_key("secp256k1", auto_kid=True)
RSA_KEY = RSAKey.generate_key(2048, auto_kid=True)
ED25519_KEY = OKPKey.generate_key("Ed25519", auto_kid=True)


@dataclass(frozen=True)
class Material:
    """Genuine credentials of one server, and the key that signs its session tokens.

    No caller has that key: what is forged with it shows that a signature alone opens nothing.
    """

    token: str
    verify_token: str
    deleted_token: str
    other_resource_token: str
    client_assets_token: str
    grant: str
    receipt: str
    local_host: str
    session_id: str
    other_resource: str
    subscription_key: str
    other_subscription_key: str
    signing_key: ECKey
    provider: OpenIdProviderServer

    @cached_property
    def parts(self) -> tuple[str, str, str]:
        head, payload, signature = self.token.split(".")
        return head, payload, signature

    @cached_property
    def header(self) -> dict[str, Any]:
        return decoded(self.parts[0])

    @cached_property
    def claims(self) -> dict[str, Any]:
        return decoded(self.parts[1])

    @cached_property
    def numbers(self) -> tuple[int, int]:
        raw = from_text(self.parts[2])
        return int.from_bytes(raw[:HALF], "big"), int.from_bytes(raw[HALF:], "big")

    @property
    def now(self) -> int:
        return int(datetime.now(UTC).timestamp())  # noqa: TID251  # the server under test has the real time

    def signed(self, claims: dict[str, Any] | None = None, *, key: Key | None = None, **header: object) -> str:
        """Return a token with these claims, the genuine ones otherwise; ``header`` replaces and adds, None removes."""
        return self.signed_text(json.dumps(self.claims if claims is None else claims).encode(), key=key, **header)

    def signed_text(self, payload: bytes, *, key: Key | None = None, **header: object) -> str:
        whole = {name: value for name, value in {**self.header, **header}.items() if value is not None}
        signer = key or self.signing_key
        return signed_parts(text(json.dumps(whole)), text(payload), signer, str(whole.get("alg", "ES256")))

    def changed(self, **claims: object) -> str:
        """Return a token with these claims changed, None removed, signed by the server's own key."""
        return self.signed({name: value for name, value in {**self.claims, **claims}.items() if value is not None})

    def with_header(self, **header: object) -> str:
        """Return the genuine payload and signature behind another header, None removes; nothing is signed."""
        whole = {name: value for name, value in {**self.header, **header}.items() if value is not None}
        return ".".join((text(json.dumps(whole)), *self.parts[1:]))

    def with_payload(self, **claims: object) -> str:
        """Return the genuine header and signature around other claims; nothing is signed."""
        return ".".join((self.parts[0], text(json.dumps({**self.claims, **claims})), self.parts[2]))

    def with_signature(self, signature: bytes) -> str:
        return ".".join((*self.parts[:2], text(signature)))

    def with_numbers(self, first: int, second: int) -> str:
        return self.with_signature(first.to_bytes(HALF, "big") + second.to_bytes(HALF, "big"))

    def symmetric(self, secret: bytes) -> str:
        """Return a token under HS256 with a secret that everybody may know."""
        content = f"{text(json.dumps({**self.header, 'alg': 'HS256'}))}.{self.parts[1]}"
        return f"{content}.{text(hmac.digest(secret, content.encode(), 'sha256'))}"

    def der(self) -> bytes:
        return encode_dss_signature(*self.numbers)


Craft = Callable[[Material], str]


def text(content: bytes | str) -> str:
    """Return base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(content.encode() if isinstance(content, str) else content).rstrip(b"=").decode()


def from_text(segment: str) -> bytes:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def decoded(segment: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(from_text(segment))
    return content


def signed_parts(head: str, payload: str, key: Key, algorithm: str) -> str:
    """Return a compact JWS over parts as they stand, however odd they are."""
    signing = jws.JWSRegistry(algorithms=[algorithm]).get_alg(algorithm)
    content = f"{head}.{payload}"
    return f"{content}.{text(signing.sign(content.encode(), key))}"
