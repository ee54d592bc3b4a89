"""Where calls are counted: in this process, or in a Valkey server that several processes share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.storage.redis.valkey import ValkeyBridge

KEY_PREFIX = "livegate"
"""Keys are ``livegate:rate/<resource>/<calls>/<seconds>/second`` and the like: names of resources, nothing else."""

CACHE_SECONDS = 0.5
"""How long a call waits for the cache, to connect and to answer, before it goes on without."""


@asynccontextmanager
async def open_call_counts(cache_url: str | None) -> AsyncIterator[Storage]:
    """Yield the counts: those at ``valkey://host:port/database``, or without a URL this process' own.

    Its own start anew with the process. Nothing is connected before the first call is counted.
    """
    if cache_url is None:
        yield MemoryStorage()
        return
    counts = RedisStorage(
        f"async+{cache_url}",
        wrap_exceptions=True,
        key_prefix=KEY_PREFIX,
        socket_timeout=CACHE_SECONDS,
        socket_connect_timeout=CACHE_SECONDS,
    )
    try:
        yield counts
    finally:
        if isinstance(counts.bridge, ValkeyBridge):
            await counts.bridge.storage.aclose()
