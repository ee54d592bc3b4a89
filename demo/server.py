"""A livegate server for as long as the demo runs."""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from livegate.settings import Settings

ANNOUNCEMENT = re.compile(r"\s*Endpoint\s+(\S+)")
CONNECTION_ATTEMPTS = 3
ANSWER_SECONDS = 10.0
STOP_SECONDS = 15.0


class ServerUnavailableError(Exception):
    """No server to talk to; the message is for the terminal."""


@dataclass(frozen=True, slots=True)
class Service:
    """Where a server is, and a subscription key for it."""

    endpoint: str
    key: str


@dataclass(frozen=True, slots=True)
class LaunchedServer:
    """A server process that listens; ``log`` is where its standard error goes."""

    endpoint: str
    process: subprocess.Popen[str]
    log: Path


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
        yield Service(server.endpoint, key)


@contextmanager
def launched_server(directory: Path, **settings: str) -> Iterator[LaunchedServer]:
    """Run ``livegate serve`` on a free port with these settings and its log in ``directory``; stop it at the end.

    Raises ``ServerUnavailableError`` when it does not start.
    """
    log = directory / "server.log"
    with log.open("ab") as errors:
        process = subprocess.Popen(  # fixed argv
            [sys.executable, "-m", "livegate", "serve", "--port", "0"],
            env=_environment(settings),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            # Ctrl+C reaches the demo alone, which erases its session before it stops the server.
            start_new_session=True,
        )
        try:
            endpoint = _announced_endpoint(process)
            if endpoint is None:
                raise ServerUnavailableError(f"The server did not start: {log.read_text().strip()}")
            check_ready(endpoint)
            yield LaunchedServer(endpoint, process, log)
        finally:
            _stop(process)


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with nothing of another server's settings but where the models are."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("LIVEGATE_")}
    named = {f"LIVEGATE_{name.upper()}": value for name, value in settings.items()}
    return {**kept, "LIVEGATE_MODELS_DIR": str(Settings().models_dir.resolve()), **named}


def _announced_endpoint(process: subprocess.Popen[str]) -> str | None:
    """Return the endpoint that the server prints once it listens, or None when it ends before."""
    for line in process.stdout or ():
        found = ANNOUNCEMENT.match(line)
        if found:
            return found[1]
    return None


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        # Reads what is left in the pipe too, so that the server never waits for a reader.
        process.communicate(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
