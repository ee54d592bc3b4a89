"""What a server stands on and is reached by: models, port, cache."""

import asyncio
import errno
import socket
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import Final

from livegate.access.call_counts import open_call_counts
from livegate.app import open_model_store
from livegate.doctor.findings import Finding, broken, doubtful, fine
from livegate.settings import Settings
from livegate.vision.models.store import FileState

_ANSWER_SECONDS: Final = 5
_ALIVE: Final = b'{"status":"alive"}'


def check_models(settings: Settings) -> Iterator[Finding]:
    """Compare every model file with the manifest."""
    states = open_model_store(settings).verify()
    bad = [state for state in states if state.state is not FileState.PRESENT]
    if not bad:
        yield fine("models", f"all {len(states)} are in {settings.models_dir}, as they were published")
        return
    said = ", ".join(f"{state.path.name} is {state.state}" for state in bad)
    remedy = "Run `livegate models install`."
    yield doubtful("models", said, remedy) if settings.test_mode else broken("models", said, remedy)


def check_port(settings: Settings) -> Iterator[Finding]:
    """Look whether the address is free, or a livegate answers there."""
    address = f"{settings.host}:{settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            yield broken(
                "port", f"{address} cannot be listened on: {error.strerror}", "Set LIVEGATE_HOST and LIVEGATE_PORT."
            )
        elif _is_livegate(settings):
            yield fine("port", f"a livegate answers on {address}")
        else:
            yield broken("port", f"something else listens on {address}", "Stop it, or set LIVEGATE_PORT.")
    else:
        yield fine("port", f"{address} is free: no server runs there")


def check_cache(settings: Settings) -> Iterator[Finding]:
    """Ask the cache for a word."""
    if settings.cache_url is None:
        yield fine("cache", "none is set: each process counts calls for itself")
    elif asyncio.run(_answers(str(settings.cache_url))):
        yield fine("cache", f"{settings.cache_url.host} answers")
    else:
        remedy = "Start it, or correct LIVEGATE_CACHE_URL: until then no rate is limited, and quotas refuse all calls."
        yield broken("cache", f"{settings.cache_url.host} does not answer", remedy)


async def _answers(cache_url: str) -> bool:
    async with open_call_counts(cache_url) as counts:
        return await counts.check()


def _is_livegate(settings: Settings) -> bool:
    try:
        with closing(HTTPConnection(settings.host, settings.port, timeout=_ANSWER_SECONDS)) as connection:
            connection.request("GET", "/healthz")
            return connection.getresponse().read() == _ALIVE
    except (OSError, HTTPException):
        return False
