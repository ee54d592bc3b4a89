"""A livegate server for as long as the demo runs."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from livegate.testing.launch import ServerUnavailableError, launched_server

CONNECTION_ATTEMPTS = 3
ANSWER_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Service:
    """Where a server is, and a subscription key for it."""

    endpoint: str
    key: str


def check_ready(endpoint: str) -> None:
    """Ask ``/readyz``; connections are tried again a few times. Raises ``ServerUnavailableError``."""
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=CONNECTION_ATTEMPTS), timeout=ANSWER_SECONDS) as client:
            answer = client.get(f"{endpoint}/readyz")
    except httpx.HTTPError as error:
        raise ServerUnavailableError(f"{endpoint} does not answer: {error}") from error
    if not answer.is_success:
        raise ServerUnavailableError(f"{endpoint} is not ready: {answer.text}")


@contextmanager
def own_server(directory: Path) -> Iterator[Service]:
    """Run ``livegate serve`` on a free port with its data in ``directory``, and stop it at the end.

    Raises ``ServerUnavailableError`` when it does not start.
    """
    key = secrets.token_hex(16)
    with launched_server(directory, key1=key, data_dir=str(directory / "data")) as server:
        check_ready(server.endpoint)
        yield Service(server.endpoint, key)
