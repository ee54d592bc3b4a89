"""The session auth token: a short-lived JWT (RFC 7519), all that a device gets.

Public users of Azure decode the claim ``face``, JSON text with ``clientClaims.livenessOperationMode``; the header
begins with ``alg`` and ``kid`` as in Azure's examples. All else is livegate's own (deviation D-20 of the contract).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import msgspec
from joserfc import jwt
from joserfc.errors import BadSignatureError, JoseError, UnsupportedAlgorithmError, UnsupportedHeaderError
from joserfc.jwk import ECKey, GuestProtocol

from livegate.access.gathered_signing import GatheredSigning
from livegate.access.signing_keys import ALGORITHM, TYPE, TokenKeys

AUDIENCE = "livegate-session"
"""Marks session tokens among everything that these keys may ever sign."""
LONGEST_TOKEN = 4096
_HEADER_NAMES = frozenset({"alg", "kid", "typ"})


class RefusalReason(StrEnum):
    """Why a token was refused, as a word for the log."""

    OVERSIZED = "oversized"
    MALFORMED = "malformed"
    HEADER = "header"
    UNKNOWN_KEY = "unknown_key"
    SIGNATURE = "signature"
    AUDIENCE = "audience"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    CLAIMS = "claims"


class TokenRefusedError(Exception):
    """A token that opens nothing. Neither the message nor the reason quotes it."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(f"The session auth token was refused: {reason}.")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SessionClaims:
    """What a verified token says. Times are aware, in UTC, whole seconds; ``issuer`` is the public endpoint."""

    issuer: str
    session_id: str
    resource: str
    kind: str
    operation_mode: str
    token_id: str
    issued_at: datetime
    expires_at: datetime


class SessionTokens:
    """Makes and verifies session tokens. ``token_id`` returns a new unpredictable id for each."""

    def __init__(self, keys: TokenKeys, *, token_id: Callable[[], str]) -> None:
        self._keys = keys
        self._signing = GatheredSigning(keys)
        self._token_id = token_id

    async def issue(
        self,
        *,
        issuer: str,
        session_id: str,
        resource: str,
        kind: str,
        operation_mode: str,
        issued_at: datetime,
        expires_at: datetime,
    ) -> str:
        """Return a signed token for one session; its times are cut to whole seconds."""
        issued = int(issued_at.timestamp())
        claims: dict[str, object] = {
            "iss": issuer,
            "aud": AUDIENCE,
            "sid": session_id,
            "res": resource,
            "knd": kind,
            "iat": issued,
            "nbf": issued,
            "exp": int(expires_at.timestamp()),
            "jti": self._token_id(),
            "face": msgspec.json.encode({"clientClaims": {"livenessOperationMode": operation_mode}}).decode(),
        }
        return await self._signing.sign(claims)

    def verify(self, token: str, now: datetime) -> SessionClaims:
        """Return the claims of a token that these keys signed and that is valid at ``now``, to the second.

        Raises ``TokenRefusedError`` for any other text.
        """
        claims = self._signed_claims(token)
        if claims.get("aud") != AUDIENCE:
            raise TokenRefusedError(RefusalReason.AUDIENCE)
        verified = _session_claims(claims)
        if now < verified.issued_at:
            raise TokenRefusedError(RefusalReason.NOT_YET_VALID)
        if now >= verified.expires_at:
            raise TokenRefusedError(RefusalReason.EXPIRED)
        return verified

    def _signed_claims(self, token: str) -> dict[str, object]:
        if len(token) > LONGEST_TOKEN:
            raise TokenRefusedError(RefusalReason.OVERSIZED)
        try:
            return dict(jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims)
        except BadSignatureError as error:
            raise TokenRefusedError(RefusalReason.SIGNATURE) from error
        except (UnsupportedAlgorithmError, UnsupportedHeaderError) as error:
            raise TokenRefusedError(RefusalReason.HEADER) from error
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise TokenRefusedError(RefusalReason.MALFORMED) from error

    def _key(self, signature: GuestProtocol) -> ECKey:
        """Find the key by its id alone: a header that brings or points to a key of its own is refused unread."""
        header = signature.headers()
        if header.keys() != _HEADER_NAMES or header["alg"] != ALGORITHM or header["typ"] != TYPE:
            raise TokenRefusedError(RefusalReason.HEADER)
        key = self._keys.find(str(header["kid"]))
        if key is None:
            raise TokenRefusedError(RefusalReason.UNKNOWN_KEY)
        return key


def _session_claims(claims: dict[str, object]) -> SessionClaims:
    try:
        face = json.loads(_text(claims["face"]))
        return SessionClaims(
            issuer=_text(claims["iss"]),
            session_id=_text(claims["sid"]),
            resource=_text(claims["res"]),
            kind=_text(claims["knd"]),
            operation_mode=_text(face["clientClaims"]["livenessOperationMode"]),
            token_id=_text(claims["jti"]),
            issued_at=_moment(claims["nbf"]),
            expires_at=_moment(claims["exp"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise TokenRefusedError(RefusalReason.CLAIMS) from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("The claim must be text.")
    # JSON may bring half of a surrogate pair, which no store takes.
    value.encode()
    return value


def _moment(value: object) -> datetime:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("The claim must be whole seconds.")
    return datetime.fromtimestamp(value, UTC)
