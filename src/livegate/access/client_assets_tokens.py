"""The token for client assets: Azure's apps fetch their gated client packages with one.

livegate's client is served to everybody, so that nothing here asks for this token (deviation D-35).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from livegate.access.signing_keys import TokenKeys

AUDIENCE = "livegate-client-assets"
LIFETIME = timedelta(hours=24)
"""As long as a build may take to install its packages. Azure's own lifetime is not published."""


@dataclass(frozen=True, slots=True)
class ClientAssetsToken:
    """A signed token, and when it stops being valid."""

    token: str
    expires_at: datetime


class ClientAssetsTokens:
    """Makes the tokens. Their audience keeps them apart from session tokens, which the same keys sign."""

    def __init__(self, keys: TokenKeys) -> None:
        self._keys = keys

    def issue(self, resource: str, issued_at: datetime) -> ClientAssetsToken:
        """Return a token for one resource; its times are cut to whole seconds."""
        issued = issued_at.replace(microsecond=0)
        expires_at = issued + LIFETIME
        claims: dict[str, object] = {
            "aud": AUDIENCE,
            "res": resource,
            "iat": int(issued.timestamp()),
            "exp": int(expires_at.timestamp()),
        }
        return ClientAssetsToken(self._keys.sign(claims), expires_at)
