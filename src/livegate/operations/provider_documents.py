"""The documents of an identity provider, read over HTTP."""

import asyncio

import httpx
import structlog

from livegate.access.openid import FetchError

TIMEOUT_SECONDS = 5.0
"""For a whole fetch: a caller waits for it."""
LARGEST_DOCUMENT = 262_144
"""Bytes: room for a hundred keys, each with its certificate."""


def report_unavailable(reason: str) -> None:
    """Log why no keys could be had; ``reason`` has the provider's addresses and no token."""
    structlog.get_logger().warning("identity provider unavailable", reason=reason)


class ProviderDocuments:
    """Fetches small JSON documents; redirections are not followed."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def fetch(self, url: str) -> bytes:
        """Return the content of an answer 200. Raises ``FetchError``."""
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS), self._client.stream("GET", url) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise FetchError(f"{url} answered {answer.status_code}.")
                return await _read(answer, url)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise FetchError(f"{url} cannot be fetched: {type(error).__name__}.") from error


async def _read(answer: httpx.Response, url: str) -> bytes:
    content = bytearray()
    async for chunk in answer.aiter_bytes():
        content += chunk
        if len(content) > LARGEST_DOCUMENT:
            raise FetchError(f"{url} has more than {LARGEST_DOCUMENT} bytes.")
    return bytes(content)
