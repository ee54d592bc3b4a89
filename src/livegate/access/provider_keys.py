"""The public keys of an identity provider: a JWK set (RFC 7517), as it publishes it under its ``jwks_uri``."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Self

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

PublicKey = RSAKey | ECKey

KEY_TYPES: Mapping[str, str] = MappingProxyType({"RS256": "RSA", "PS256": "RSA", "ES256": "EC"})
"""The algorithms that may sign an access token, each with its keys' type (RFC 7518, section 3.1).

Only such as need a private key: whoever knows a provider's public keys must not be able to sign.
"""
_SHORTEST_MODULUS = 342
"""Base64url characters of an RSA modulus of 2048 bits, the least that RFC 7518, section 3.3, allows."""


class ProviderKeysError(Exception):
    """The document is no JWK set, or holds no key that can verify an access token."""


class ProviderKeys:
    """Public keys that verify, each found by its id and an algorithm."""

    def __init__(self, keys: Mapping[tuple[str, str], PublicKey]) -> None:
        """Take keys by id and type."""
        self._keys = dict(keys)

    @classmethod
    def parse(cls, document: bytes) -> Self:
        """Return the keys of a JWK set; those of other types and without an id are passed over (RFC 7517, section 5).

        Raises ``ProviderKeysError``.
        """
        try:
            listed = json.loads(document)["keys"]
            keys = [key for entry in listed if (key := _public_key(entry)) is not None]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise ProviderKeysError("The keys of the identity provider are no JWK set.") from error
        if not keys:
            raise ProviderKeysError("The identity provider publishes no key for RS256, PS256 or ES256.")
        return cls({(str(key.kid), key.key_type): key for key in keys})

    def find(self, key_id: str, algorithm: str) -> PublicKey | None:
        """Return the key with this id whose type ``algorithm``, one of ``KEY_TYPES``, needs, or None."""
        return self._keys.get((key_id, KEY_TYPES[algorithm]))


def _public_key(entry: object) -> PublicKey | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str) or "d" in entry:
        return None
    try:
        if entry.get("kty") == "RSA" and len(entry["n"]) >= _SHORTEST_MODULUS:
            return RSAKey.import_key(entry)
        if entry.get("kty") == "EC":
            return ECKey.import_key(entry)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return None
