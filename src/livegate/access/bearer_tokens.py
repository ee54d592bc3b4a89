"""Access tokens of an identity provider, such as Microsoft Entra ID: JWTs (RFC 7519, RFC 9068) that app backends send.

What a token opens is not decided here: its roles and scopes are, see ``permissions``.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeGuard

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jws import CompactSignature, JWSRegistry

from livegate.access.openid import OpenIdProvider
from livegate.access.provider_keys import KEY_TYPES

LEEWAY = 60
"""Seconds that the provider's clock may differ from ours."""
LONGEST_TOKEN = 16_384
"""Characters. Entra puts 200 groups at most into a token, which take about 10 400 of them."""
_TYPES = frozenset({"", "jwt", "at+jwt", "application/at+jwt"})
_LAST_SECOND = 2**53
"""Beyond it a JSON number need not be exact (RFC 8259, section 6)."""


class ForeignTokenError(Exception):
    """The text is no token of this provider: another may know it."""


class BearerRefusal(StrEnum):
    """Why a token of this provider opens nothing, as a sentence for its holder."""

    ALGORITHM = f"The access token must be signed with {', '.join(KEY_TYPES)}."
    HEADER = "The access token's header must have the type JWT or at+jwt and a key id, and no critical parameter."
    UNKNOWN_KEY = "The identity provider has no key with the access token's key id for its algorithm."
    SIGNATURE = "The access token's signature is not the identity provider's."
    AUDIENCE = "The access token's audience must be {audience}."
    EXPIRED = "The access token has expired."
    NOT_YET_VALID = "The access token is not valid yet."
    CLAIMS = "The access token's claims exp and nbf must be numbers, and exp must be there."


class BearerTokenRefusedError(Exception):
    """A token of this provider that opens nothing. The message does not quote it."""

    def __init__(self, refusal: BearerRefusal, *, audience: str = "") -> None:
        super().__init__(refusal.format(audience=audience))
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class _Unverified:
    """A token taken apart; nothing in it is believed yet."""

    signature: CompactSignature
    header: dict[str, Any]
    claims: dict[str, Any]


class BearerTokenVerifier:
    """Verifies the access tokens that ``provider`` issued for ``audience``."""

    def __init__(self, provider: OpenIdProvider, *, audience: str) -> None:
        self._provider = provider
        self._audience = audience
        # Providers put parameters of their own into headers, which verify nothing.
        self._registry = JWSRegistry(algorithms=list(KEY_TYPES), strict_check_header=False)

    async def verify(self, token: str, now: datetime) -> frozenset[str]:
        """Return the roles and scopes of a token that is valid at ``now``.

        Raises ``ForeignTokenError``, ``BearerTokenRefusedError``, and ``ProviderUnavailableError`` of ``openid``.
        """
        unverified = self._read(token)
        await self._check_signature(unverified)
        _check_times(unverified.claims, now.timestamp())
        audiences = unverified.claims.get("aud")
        if self._audience not in (audiences if isinstance(audiences, list) else [audiences]):
            raise BearerTokenRefusedError(BearerRefusal.AUDIENCE, audience=self._audience)
        return _roles_and_scopes(unverified.claims)

    def _read(self, token: str) -> _Unverified:
        if len(token) > LONGEST_TOKEN:
            raise ForeignTokenError
        try:
            signature = jws.extract_compact(token.encode())
            unverified = _Unverified(signature, dict(signature.headers()), dict(json.loads(signature.payload)))
        except (JoseError, ValueError, TypeError, RecursionError):
            raise ForeignTokenError from None
        if unverified.claims.get("iss") != self._provider.issuer:
            raise ForeignTokenError
        return unverified

    async def _check_signature(self, unverified: _Unverified) -> None:
        header = unverified.header
        algorithm, key_id, kind = header.get("alg"), header.get("kid"), header.get("typ", "")
        if not isinstance(algorithm, str) or algorithm not in KEY_TYPES:
            raise BearerTokenRefusedError(BearerRefusal.ALGORITHM)
        if not isinstance(key_id, str) or str(kind).lower() not in _TYPES or "crit" in header:
            raise BearerTokenRefusedError(BearerRefusal.HEADER)
        key = await self._provider.find_key(key_id, algorithm)
        if key is None:
            raise BearerTokenRefusedError(BearerRefusal.UNKNOWN_KEY)
        try:
            # Holds the key's own use, alg, key_ops and curve against the algorithm too.
            is_genuine = jws.validate_compact(unverified.signature, key, registry=self._registry)
        except (JoseError, ValueError, TypeError):
            is_genuine = False
        if not is_genuine:
            raise BearerTokenRefusedError(BearerRefusal.SIGNATURE)


def _check_times(claims: dict[str, Any], now: float) -> None:
    expires_at, valid_from = claims.get("exp"), claims.get("nbf", 0)
    if not _is_moment(expires_at) or not _is_moment(valid_from):
        raise BearerTokenRefusedError(BearerRefusal.CLAIMS)
    if now >= expires_at + LEEWAY:
        raise BearerTokenRefusedError(BearerRefusal.EXPIRED)
    if now < valid_from - LEEWAY:
        raise BearerTokenRefusedError(BearerRefusal.NOT_YET_VALID)


def _is_moment(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _LAST_SECOND


def _roles_and_scopes(claims: dict[str, Any]) -> frozenset[str]:
    """Return the words of ``scp`` and ``scope`` (RFC 8693, section 4.2) and the entries of ``roles``.

    Entra has ``scp`` as text, other providers as a list; what is neither counts as absent.
    """
    found: set[str] = set()
    for name in ("scp", "scope", "roles"):
        value = claims.get(name)
        if isinstance(value, str) and name != "roles":
            found.update(value.split())
        elif isinstance(value, list):
            found.update(entry for entry in value if isinstance(entry, str))
    return frozenset(found)
