"""An identity provider as OpenID Connect describes it: where its signing keys are, and which ones it has now.

Source: OpenID Connect Discovery 1.0, sections 3 and 4. The keys are fetched when a token first needs them and kept.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from livegate.access.provider_keys import ProviderKeys, ProviderKeysError, PublicKey

RENEWED_AFTER = timedelta(hours=1)
"""Keys of this age are fetched anew: a key that the provider withdrew opens nothing for longer."""
LONGEST_AGE = timedelta(hours=24)
"""Keys are kept this long while the provider is away; no usual access token lives longer."""
RETRY_SECONDS = 5
"""Between two fetches, after one that failed or that an unknown key id caused."""


class FetchError(Exception):
    """A document could not be fetched; the message is one sentence for the log."""


class DocumentFetcher(Protocol):
    """Reads small documents over HTTP."""

    async def fetch(self, url: str) -> bytes:
        """Return the content. Raises ``FetchError``."""


class ProviderUnavailableError(Exception):
    """No keys can be had now; a call ``RETRY_SECONDS`` later may succeed."""


class OpenIdProvider:
    """The signing keys of one issuer, kept fresh.

    ``issuer`` is its identifier, an ``https`` URL to the letter as its tokens have it, with a slash at the end or
    without. ``report`` is told in one sentence why keys could not be fetched.
    """

    def __init__(
        self, issuer: str, fetcher: DocumentFetcher, *, now: Callable[[], datetime], report: Callable[[str], None]
    ) -> None:
        self.issuer = issuer
        self._fetcher = fetcher
        self._now = now
        self._report = report
        self._keys: ProviderKeys | None = None
        self._fetched_at = self._next_fetch_at = datetime.min.replace(tzinfo=UTC)
        self._is_away = False
        self._renewal = asyncio.Lock()

    async def find_key(self, key_id: str, algorithm: str) -> PublicKey | None:
        """Return the key that verifies tokens with this key id and algorithm, or None where the provider has none.

        Raises ``ProviderUnavailableError`` when that cannot be told.
        """
        keys = await self._current_keys()
        return keys.find(key_id, algorithm) or (await self._renewed(keys)).find(key_id, algorithm)

    async def _current_keys(self) -> ProviderKeys:
        age = self._now() - self._fetched_at
        if self._keys is None or age > LONGEST_AGE:
            return await self._renewed(self._keys)
        # One caller at most waits for a slow provider while the kept keys still serve.
        if age > RENEWED_AFTER and not self._renewal.locked():
            with suppress(ProviderUnavailableError):
                return await self._renewed(self._keys)
        return self._keys

    async def _renewed(self, known: ProviderKeys | None) -> ProviderKeys:
        """Return keys fetched after ``known``, or ``known`` again when they were asked for a moment ago."""
        async with self._renewal:
            if self._keys is known and self._now() >= self._next_fetch_at:
                await self._fetch()
            if self._keys is None or self._is_away:
                raise ProviderUnavailableError
            return self._keys

    async def _fetch(self) -> None:
        is_first = self._keys is None
        try:
            self._keys = await self._fetch_keys()
        except (FetchError, ProviderKeysError) as error:
            self._is_away = True
            self._report(str(error))
        else:
            self._is_away = False
            self._fetched_at = self._now()
        # A key made just after the first fetch is found at once.
        if not is_first or self._is_away:
            self._next_fetch_at = self._now() + timedelta(seconds=RETRY_SECONDS)

    async def _fetch_keys(self) -> ProviderKeys:
        document = await self._fetcher.fetch(f"{self.issuer.removesuffix('/')}/.well-known/openid-configuration")
        return ProviderKeys.parse(await self._fetcher.fetch(_jwks_uri(document, self.issuer)))


def _jwks_uri(document: bytes, issuer: str) -> str:
    """Return where the keys are. They must come over a connection as safe as the issuer's own."""
    try:
        configuration = json.loads(document)
        said, jwks_uri = configuration["issuer"], configuration["jwks_uri"]
        scheme = urlsplit(jwks_uri).scheme
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FetchError("The identity provider's discovery document has no issuer or no jwks_uri.") from error
    if said != issuer:
        raise FetchError("The identity provider's discovery document names another issuer than the setting.")
    if scheme not in {"https", urlsplit(issuer).scheme}:
        raise FetchError("The identity provider's jwks_uri must be an https URL.")
    return str(jwks_uri)
