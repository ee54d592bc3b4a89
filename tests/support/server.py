"""A real server in a process of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from livegate.settings import Settings

ANNOUNCED = re.compile(r"Endpoint\s+(http://\S+)")
STOPPED = "  Stop with Ctrl+C."


@dataclass(frozen=True)
class LiveServer:
    """A server that answers, and what a caller needs to know of it."""

    endpoint: str
    key: str
    data_dir: Path
    log: Path
    process: subprocess.Popen[str]

    def client(self, **headers: str) -> httpx.Client:
        """A client of the app backend."""
        key = {"Ocp-Apim-Subscription-Key": self.key}
        return httpx.Client(base_url=self.endpoint, headers=key | headers, timeout=60)

    def device(self, token: str) -> httpx.Client:
        """A client that has nothing but a session's token."""
        return httpx.Client(base_url=self.endpoint, headers={"Authorization": f"Bearer {token}"}, timeout=60)

    def kill(self) -> None:
        """Kill the server at once, as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)


@contextmanager
def running_server(data_dir: Path, **settings: str) -> Iterator[LiveServer]:
    """Run ``livegate serve`` on a free port, and stop it at the end."""
    key = "k" * 32
    environment = {
        **os.environ,
        "LIVEGATE_MODELS_DIR": str(Settings().models_dir.resolve()),
        "LIVEGATE_DATA_DIR": str(data_dir),
        "LIVEGATE_KEY1": key,
        **{f"LIVEGATE_{name.upper()}": value for name, value in settings.items()},
    }
    log = data_dir.parent / f"{data_dir.name}.log"
    command = [sys.executable, "-m", "livegate", "serve", "--port", "0"]
    with (
        log.open("a") as errors,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True) as process,  # noqa: S603  # fixed argv
    ):
        try:
            yield LiveServer(_announced(process, log), key, data_dir, log, process)
        finally:
            if process.poll() is None:
                process.terminate()


def _announced(process: subprocess.Popen[str], log: Path) -> str:
    """Read the server's announcement to its end and return the endpoint."""
    endpoint = None
    for line in process.stdout or ():
        found = ANNOUNCED.search(line)
        endpoint = found[1] if found else endpoint
        if line.startswith(STOPPED) and endpoint is not None:
            return endpoint
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")
