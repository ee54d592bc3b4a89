"""Who may come in: app backends by subscription key, devices by session auth token.

Neither comes through the other's door.
"""

from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request

from livegate.access.session_tokens import SessionClaims, SessionTokens, TokenRefusedError
from livegate.access.subscription_keys import SubscriptionKeys
from livegate.contract.error_catalogue import (
    ACCESS_DENIED,
    SESSION_TOKEN_NOT_ALLOWED,
    SESSION_TOKEN_REFUSED,
    SUBSCRIPTION_KEY_NOT_ALLOWED,
)
from livegate.contract.errors import ServiceError

KEY_HEADER = "ocp-apim-subscription-key"
BEARER = "bearer "
CHALLENGE = {"WWW-Authenticate": "Bearer"}


class Admission:
    """Checks what a caller proves itself with. ``keys`` is asked at every call: keys rotate while the server runs."""

    def __init__(
        self, *, keys: Callable[[], SubscriptionKeys], tokens: SessionTokens, resource: str, now: Callable[[], datetime]
    ) -> None:
        self._keys = keys
        self._tokens = tokens
        self._resource = resource
        self._now = now

    def admit_backend(self, request: Request) -> str:
        """Return the resource that the key opens. Raises ``ServiceError``: 401, or 403 for a device's token."""
        if self._keys().accepts(request.headers.get(KEY_HEADER, "")):
            return self._resource
        if self._claims(request) is not None:
            raise ServiceError(SESSION_TOKEN_NOT_ALLOWED)
        raise ServiceError(ACCESS_DENIED)

    def admit_device(self, request: Request) -> SessionClaims:
        """Return what the caller's token says. Raises ``ServiceError``: 401, or 403 for an app backend's key."""
        claims = self._claims(request)
        if claims is not None:
            return claims
        if self._keys().accepts(request.headers.get(KEY_HEADER, "")):
            raise ServiceError(SUBSCRIPTION_KEY_NOT_ALLOWED)
        raise ServiceError(SESSION_TOKEN_REFUSED, headers=CHALLENGE)

    def _claims(self, request: Request) -> SessionClaims | None:
        authorization = request.headers.get("authorization", "")
        if not authorization.lower().startswith(BEARER):
            return None
        try:
            return self._tokens.verify(authorization[len(BEARER) :].strip(), self._now())
        except TokenRefusedError:
            return None
