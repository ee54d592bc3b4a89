"""What the try-it page holds in place of a subscription key: a signed permission that soon runs out.

Nothing is kept of it, so that every process that has the signing keys knows it, and none has to be told.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from livegate.access.permissions import Permission
from livegate.access.resources import DEFAULT_RESOURCE
from livegate.access.signed_texts import SignedTextRefusedError, open_signed_text
from livegate.access.signing_keys import TokenKeys

GRANT_TYPE: Final = "livegate-try-it-grant+jwt"
AUDIENCE: Final = "livegate-try-it"
LIFETIME: Final = timedelta(hours=1)
PERMISSIONS: Final = frozenset({Permission.CREATE, Permission.READ, Permission.DELETE})
"""What a session is played with from beginning to end; settings are nobody's to try."""


class GrantRefusedError(Exception):
    """A text that grants nothing; the message does not quote it."""


class _Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a grant says; times are seconds since 1970."""

    aud: str
    res: str
    iat: int
    exp: int


@dataclass(frozen=True, slots=True)
class TryItGrant:
    """A signed grant, and when it stops being valid."""

    token: str
    expires_at: datetime


class TryItGrants:
    """Makes and verifies grants to the default resource."""

    def __init__(self, keys: TokenKeys) -> None:
        self._keys = keys

    def issue(self, issued_at: datetime) -> TryItGrant:
        """Return a grant for an hour; its times are cut to whole seconds."""
        issued = issued_at.replace(microsecond=0)
        expires_at = issued + LIFETIME
        claims = _Claims(AUDIENCE, DEFAULT_RESOURCE, int(issued.timestamp()), int(expires_at.timestamp()))
        return TryItGrant(self._keys.sign(msgspec.to_builtins(claims), token_type=GRANT_TYPE), expires_at)

    def verify(self, token: str, now: datetime) -> str:
        """Return the resource that a grant opens at ``now``. Raises ``GrantRefusedError`` for any other text."""
        try:
            claims = msgspec.json.decode(open_signed_text(token, GRANT_TYPE, self._keys.find).payload, type=_Claims)
            begins, ends = (datetime.fromtimestamp(second, UTC) for second in (claims.iat, claims.exp))
        except (SignedTextRefusedError, msgspec.DecodeError, ValueError, OverflowError) as error:
            raise GrantRefusedError("This is no grant.") from error
        if claims.aud != AUDIENCE or not begins <= now < ends or ends - begins > LIFETIME:
            raise GrantRefusedError("The grant is for something else, or for another time.")
        return claims.res
