"""The keys that sign session tokens: the first signs, all verify, so that a key can be replaced while tokens live."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

CURVE = "P-256"
ALGORITHM = "ES256"
TYPE = "JWT"


class SigningKeyError(Exception):
    """The signing keys cannot serve; the message is one sentence for the operator and never quotes a key."""


class SigningKeys:
    """Private P-256 keys, the newest first, each known by its RFC 7638 thumbprint."""

    def __init__(self, keys: Sequence[ECKey]) -> None:
        """Take the keys. Raises ``SigningKeyError`` when there is none, or one is public or of another curve."""
        if not keys:
            raise SigningKeyError("There must be at least one signing key.")
        if any(not key.is_private or key.curve_name != CURVE for key in keys):
            raise SigningKeyError(f"Every signing key must be a private key on the curve {CURVE}.")
        self._keys = {key.thumbprint(): key for key in keys}
        self._registry = jws.JWSRegistry(algorithms=[ALGORITHM])
        self.newest_id = next(iter(self._keys))

    @property
    def newest(self) -> ECKey:
        """The key that signs."""
        return self._keys[self.newest_id]

    def sign(self, claims: dict[str, object]) -> str:
        """Return the claims as a compact JWT (RFC 7519), signed by the newest key and naming it."""
        header: dict[str, object] = {"alg": ALGORITHM, "kid": self.newest_id, "typ": TYPE}
        return jws.serialize_compact(header, msgspec.json.encode(claims), self.newest, registry=self._registry)

    def find(self, key_id: str) -> ECKey | None:
        """Return the key with this thumbprint, or None."""
        return self._keys.get(key_id)


def load_or_create_signing_keys(path: Path, load: Callable[[Path, Callable[[], bytes]], bytes]) -> SigningKeys:
    """Return the keys in ``path``, a JWK set (RFC 7517); where there is no such file, make one with one random key.

    ``load`` returns the content of a secret file and makes it first where there is none. Raises ``SigningKeyError``
    for any other content, and what ``load`` raises.
    """
    content = load(path, _create)
    try:
        keys = [ECKey.import_key(key) for key in json.loads(content)["keys"]]
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # The cause is left out: its message could quote a key.
        raise SigningKeyError(f"The file {path} does not hold a JWK set with private P-256 keys.") from None
    return SigningKeys(keys)


def _create() -> bytes:
    key = ECKey.generate_key(CURVE, auto_kid=True)
    return json.dumps({"keys": [key.as_dict(private=True)]}, indent=2).encode() + b"\n"
