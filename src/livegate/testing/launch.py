"""A livegate server in a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ANNOUNCEMENT = re.compile(r"\s*Endpoint\s+(\S+)")
STOP_SECONDS = 15.0
NOT_HANDED_ON = ("LIVEGATE_", "PYTHONWARNINGS")
"""Settings of another server; and how strict the tests are with warnings, which is no matter of the server's."""

MODELS_DIRECTORY = "LIVEGATE_MODELS_DIR"


class ServerUnavailableError(Exception):
    """No server to talk to; the message is for the terminal."""


@dataclass(frozen=True, slots=True)
class LaunchedServer:
    """A server process that listens; ``log`` is where its standard error goes."""

    endpoint: str
    process: subprocess.Popen[str]
    log: Path


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
            # Ctrl+C reaches the caller alone, who may have something to finish before the server stops.
            start_new_session=True,
        )
        try:
            endpoint = _announced_endpoint(process)
            if endpoint is None:
                raise ServerUnavailableError(f"The server did not start: {log.read_text().strip()}")
            yield LaunchedServer(endpoint, process, log)
        finally:
            _stop(process)


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(NOT_HANDED_ON) or name.upper() == MODELS_DIRECTORY
    }
    return kept | {f"LIVEGATE_{name.upper()}": value for name, value in settings.items()}


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
