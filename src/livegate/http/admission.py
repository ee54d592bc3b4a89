"""Who may come in: app backends by subscription key or access token, devices by session auth token.

Neither comes through the other's door. The try-it page comes through the app backend's, by a grant, from the server's
own machine alone.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache

import msgspec
from starlette.requests import HTTPConnection

from livegate.access.bearer_tokens import BearerTokenRefusedError, BearerTokenVerifier, ForeignTokenError
from livegate.access.openid import RETRY_SECONDS, ProviderUnavailableError
from livegate.access.permissions import ALL_PERMISSIONS, Permission, granted_permissions
from livegate.access.resources import Resource, Resources
from livegate.access.session_tokens import SessionClaims, SessionTokens, TokenRefusedError
from livegate.access.subscription_keys import SubscriptionKeys
from livegate.access.try_it_grants import PERMISSIONS, GrantRefusedError, TryItGrants
from livegate.contract.error_catalogue import (
    ACCESS_DENIED,
    ACCESS_TOKEN_REFUSED,
    PERMISSION_DENIED,
    SERVICE_UNAVAILABLE,
    SESSION_TOKEN_NOT_ALLOWED,
    SESSION_TOKEN_REFUSED,
    SUBSCRIPTION_KEY_NOT_ALLOWED,
)
from livegate.contract.errors import ServiceError
from livegate.http.local_pages import comes_from_this_machine
from livegate.http.single_header import only_value

KEY_HEADER = "ocp-apim-subscription-key"
BEARER = "bearer "
CHALLENGE = {"WWW-Authenticate": "Bearer"}
INVALID_TOKEN = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
"""RFC 6750, section 3.1."""


HOSTS_KEPT = 256
"""Host headers whose resources are remembered; callers may send what they like."""


class BackendCaller(msgspec.Struct, frozen=True):
    """An app backend that was admitted: to which resource, and what it may do there."""

    resource: str
    permissions: frozenset[Permission]


class Admission:
    """Checks what a caller proves itself with.

    ``keys`` holds, by the name of the resource, what returns its keys: asked at every call, for keys rotate while the
    server runs. Without ``bearer_tokens`` no access token is accepted, without ``grants`` no grant.
    """

    def __init__(
        self,
        *,
        resources: Resources,
        keys: Mapping[str, Callable[[], SubscriptionKeys]],
        session_tokens: SessionTokens,
        bearer_tokens: BearerTokenVerifier | None,
        grants: TryItGrants | None,
        now: Callable[[], datetime],
    ) -> None:
        self._resources = resources
        self._at_host = lru_cache(maxsize=HOSTS_KEPT)(resources.at_host)
        self._keys = keys
        self._session_tokens = session_tokens
        self._bearer_tokens = bearer_tokens
        self._grants = grants
        self._now = now

    async def admit_backend(self, request: HTTPConnection) -> BackendCaller:
        """Return what the caller's key or access token opens.

        Raises ``ServiceError``: 401; 403 for a device's token, or an access token without any permission; 503 where
        the identity provider cannot be asked for its keys.
        """
        candidates = self._at_host(request.headers.get("host", ""))
        if (opened := self._opened_by_key(request, candidates)) is not None:
            return BackendCaller(opened.name, ALL_PERMISSIONS)
        token = _bearer_token(request)
        if token is None:
            raise ServiceError(ACCESS_DENIED)
        if self._claims(token) is not None:
            raise ServiceError(SESSION_TOKEN_NOT_ALLOWED)
        if (granted := self._opened_by_grant(request, token)) is not None and granted in candidates:
            return BackendCaller(granted.name, PERMISSIONS)
        return _opened_by_values(await self._roles_and_scopes(token), candidates)

    def admit_device(self, request: HTTPConnection, *, offered_token: str | None = None) -> SessionClaims:
        """Return what the caller's token says; ``offered_token`` is one that came elsewhere than in ``Authorization``.

        Raises ``ServiceError``: 401, or 403 for an app backend's key.
        """
        token = _bearer_token(request) or offered_token
        claims = None if token is None else self._claims(token)
        # A resource that is no longer served has no devices.
        if claims is not None and self._resources.find(claims.resource) is not None:
            return claims
        if self._opened_by_key(request, self._at_host(request.headers.get("host", ""))) is not None:
            raise ServiceError(SUBSCRIPTION_KEY_NOT_ALLOWED)
        raise ServiceError(SESSION_TOKEN_REFUSED, headers=CHALLENGE)

    def _opened_by_key(self, request: HTTPConnection, candidates: tuple[Resource, ...]) -> Resource | None:
        presented = only_value(request, KEY_HEADER) or ""
        # Every candidate is compared, so that the time taken does not tell which one a key nearly opened.
        opened = [resource for resource in candidates if self._keys[resource.name]().accepts(presented)]
        return opened[0] if opened else None

    def _opened_by_grant(self, request: HTTPConnection, token: str) -> Resource | None:
        if self._grants is None or not comes_from_this_machine(request):
            return None
        try:
            return self._resources.find(self._grants.verify(token, self._now()))
        except GrantRefusedError:
            return None

    def _claims(self, token: str) -> SessionClaims | None:
        try:
            return self._session_tokens.verify(token, self._now())
        except TokenRefusedError:
            return None

    async def _roles_and_scopes(self, token: str) -> frozenset[str]:
        if self._bearer_tokens is None:
            raise ServiceError(ACCESS_DENIED)
        try:
            return await self._bearer_tokens.verify(token, self._now())
        except ForeignTokenError as error:
            raise ServiceError(ACCESS_DENIED, headers=CHALLENGE) from error
        except BearerTokenRefusedError as error:
            raise ServiceError(ACCESS_TOKEN_REFUSED, str(error), headers=INVALID_TOKEN) from error
        except ProviderUnavailableError as error:
            detail = "The identity provider does not answer, or not as it should."
            raise ServiceError(SERVICE_UNAVAILABLE, detail, retry_after=RETRY_SECONDS) from error


def _bearer_token(request: HTTPConnection) -> str | None:
    authorization = only_value(request, "authorization") or ""
    return authorization[len(BEARER) :].strip() if authorization.lower().startswith(BEARER) else None


def _opened_by_values(values: frozenset[str], candidates: tuple[Resource, ...]) -> BackendCaller:
    """Return the one candidate that these roles and scopes open (deviation D-25)."""
    granted = {resource.name: granted_permissions(resource.grants, values) for resource in candidates}
    opened = [BackendCaller(name, permissions) for name, permissions in granted.items() if permissions]
    if not candidates:
        raise ServiceError(ACCESS_DENIED, headers=CHALLENGE)
    if not opened:
        raise ServiceError(PERMISSION_DENIED)
    if len(opened) > 1:
        detail = "The access token opens several resources: call the host of one."
        raise ServiceError(ACCESS_DENIED, detail, headers=CHALLENGE)
    return opened[0]
