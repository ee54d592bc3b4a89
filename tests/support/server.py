"""A real server in a process of its own."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from livegate.testing.launch import launched_server


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
    """Run ``livegate serve`` on a free port, and stop it at the end; its log lies beside the data.

    It knows no copies of captures unless ``capture_memory`` says so: most tests show it the same clip.
    """
    key = "k" * 32
    settings = {"capture_memory": "0"} | settings
    with launched_server(data_dir.parent, data_dir=str(data_dir), key1=key, **settings) as server:
        yield LiveServer(server.endpoint, key, data_dir, server.log, server.process)
