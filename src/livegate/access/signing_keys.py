"""The keys that sign tokens and receipts: the newest signs, and older ones verify what they have signed."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from typing import Protocol

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey

CURVE = "P-256"
ALGORITHM = "ES256"
TYPE = "JWT"
NUMBER_BYTES = 32
"""Of each of the two numbers that an ES256 signature is (RFC 7518, section 3.4)."""


class SigningKeyError(Exception):
    """The signing keys cannot serve; the message is one sentence for the operator and never quotes a key."""


class TokenKeys(Protocol):
    """What signs tokens, and finds the keys that verify them."""

    def sign(self, claims: dict[str, object], *, token_type: str = TYPE) -> str:
        """Return the claims as a compact JWT (RFC 7519), signed by the newest key and naming it."""

    def find(self, key_id: str) -> ECKey | None:
        """Return the key with this thumbprint that may have signed a token that still counts, or None."""

    def find_published(self, key_id: str) -> ECKey | None:
        """Return the key with this thumbprint that has ever signed, or None: it verifies what counts for good."""


class SigningKeys:
    """P-256 keys, each known by its RFC 7638 thumbprint.

    ``keys`` are private, the newest first. ``retired`` are public: what they once signed can still be verified, and
    they verify no tokens.
    """

    def __init__(self, keys: Sequence[ECKey], *, retired: Sequence[ECKey] = ()) -> None:
        """Take the keys. Raises ``SigningKeyError`` for none, for one of another curve, and for a public newest."""
        if not keys:
            raise SigningKeyError("There must be at least one signing key.")
        if any(not key.is_private or key.curve_name != CURVE for key in keys):
            raise SigningKeyError(f"Every signing key must be a private key on the curve {CURVE}.")
        if any(key.curve_name != CURVE for key in retired):
            raise SigningKeyError(f"Every retired signing key must be on the curve {CURVE}.")
        self._keys = {key.thumbprint(): key for key in keys}
        self._published = {key.thumbprint(): key for key in (*keys, *retired)}
        self.newest_id = next(iter(self._keys))
        self._private_key = self.newest.get_op_key("sign")
        self._algorithm = ECDSA(SHA256())
        self._headers: dict[str, bytes] = {}

    @property
    def newest(self) -> ECKey:
        """The key that signs."""
        return self._keys[self.newest_id]

    def sign(self, claims: dict[str, object], *, token_type: str = TYPE) -> str:
        """Return the claims as a compact JWT (RFC 7519), signed by the newest key and naming it."""
        text = self._header(token_type) + b"." + _encoded(msgspec.json.encode(claims))
        # By joserfc's hands, which verify it, the same takes twice as long; every create and every delete signs.
        r, s = decode_dss_signature(self._private_key.sign(text, self._algorithm))
        signature = r.to_bytes(NUMBER_BYTES, "big") + s.to_bytes(NUMBER_BYTES, "big")
        return (text + b"." + _encoded(signature)).decode()

    def _header(self, token_type: str) -> bytes:
        if token_type not in self._headers:
            header = {"alg": ALGORITHM, "kid": self.newest_id, "typ": token_type}
            self._headers[token_type] = _encoded(msgspec.json.encode(header))
        return self._headers[token_type]

    def find(self, key_id: str) -> ECKey | None:
        """Return the key with this thumbprint that may have signed a token that still counts, or None."""
        return self._keys.get(key_id)

    def find_published(self, key_id: str) -> ECKey | None:
        """Return the key with this thumbprint that has ever signed, or None: it verifies what counts for good."""
        return self._published.get(key_id)

    def public_set(self) -> dict[str, object]:
        """Return the public part of every key as a JWK set (RFC 7517)."""
        return {
            "keys": [
                key.as_dict(private=False) | {"kid": key_id, "alg": ALGORITHM, "use": "sig"}
                for key_id, key in self._published.items()
            ]
        }


def _encoded(content: bytes) -> bytes:
    """Return the content as a part of a compact JWS (RFC 7515, section 2)."""
    return urlsafe_b64encode(content).rstrip(b"=")
