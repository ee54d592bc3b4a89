"""A server that is there to be attacked, and what must hold of it afterwards."""

import re
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support.hostile_requests import MINIMAL, Credential
from tests.support.server import LiveServer

LARGEST_GROWTH = 50 * 1024
"""KiB of resident memory."""


@dataclass(frozen=True)
class Session:
    """A session, and whether it compares with a verify image."""

    session_id: str
    token: str
    verifies: bool = False

    def path(self, version: str) -> str:
        kind = "detectLivenessWithVerify" if self.verifies else "detectLiveness"
        collection = "/singleModal/sessions" if version in {"v1.1-preview.1", "v1.2-preview.1"} else "-sessions"
        return f"/face/{version}/{kind}{collection}/{self.session_id}"


@dataclass(frozen=True)
class AttackedServer:
    """A running server, and how many KiB it had before the first attack."""

    server: LiveServer
    backend: httpx.Client
    resident_before: int = 0

    @property
    def address(self) -> tuple[str, int]:
        url = httpx.URL(self.server.endpoint)
        return url.host, url.port or 80

    def create(self, *, verifies: bool = False) -> Session:
        path, fields = "/face/v1.2/detectLiveness-sessions", MINIMAL
        if verifies:
            path = "/face/v1.2-preview.1/detectLivenessWithVerify/singleModal/sessions"
        created = self.backend.post(path, json=fields).json()
        return Session(created["sessionId"], created["authToken"], verifies)

    def attempts(self, session: Session) -> list[dict[str, object]]:
        listed: list[dict[str, object]] = self.backend.get(session.path("v1.2")).json()["results"]["attempts"]
        return listed

    def credentials(self, session: Session, other: Session) -> dict[Credential, bytes]:
        """Return what opens doors, and what looks as if it did."""
        deleted = self.create()
        self.erase(deleted)
        head, _, signature = session.token.split(".")
        halves = ".".join((head, other.token.split(".")[1], signature))
        return {
            Credential.KEY: self.server.key.encode(),
            Credential.TOKEN: session.token.encode(),
            Credential.OTHER_KIND: other.token.encode(),
            Credential.DELETED: deleted.token.encode(),
            Credential.HALVES: halves.encode(),
        }

    def erase(self, session: Session) -> None:
        """Erase a session; whatever became of it, it can be read in both families of versions until then."""
        for version in ("v1.2-preview.1", "v1.3-preview.1"):
            assert self.backend.get(session.path(version)).status_code == 200
        assert self.backend.delete(session.path("v1.2")).status_code == 204

    def assert_unharmed(self) -> None:
        """No defect was logged, memory is what it was, and the server works."""
        log = self.server.log.read_text()
        assert '"event":"defect"' not in log
        assert "Traceback" not in log
        assert resident_memory(self.server.process.pid) - self.resident_before < LARGEST_GROWTH
        assert self.backend.get("/readyz").status_code == 200
        self.erase(self.create())


def resident_memory(process: int) -> int:
    """Return KiB, as Linux counts them."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    assert found is not None
    return int(found[1])
