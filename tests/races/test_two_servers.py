"""Two real servers over one data directory: callers of both race for the same sessions, and a DELETE holds at once."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.support.server import LiveServer, running_server

ROUNDS = max(int(os.environ.get("LIVEGATE_RACE_ROUNDS", "0")) // 20, 6)
SESSIONS = "/face/v1.2/detectLiveness-sessions"
FIELDS = {
    "livenessOperationMode": "Passive",
    "deviceCorrelationId": "livegate-test-realface",
    "enableSessionImage": True,
}
GONE = frozenset({401, 404})
BUSY = frozenset({403, 409})


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveServer, LiveServer]]:
    """Two servers over one data directory, in test mode."""
    data_dir = tmp_path_factory.mktemp("servers") / "data"
    with running_server(data_dir, test_mode="true") as one, running_server(data_dir, test_mode="true") as other:
        yield one, other


@dataclass
class Contest:
    """One session, its callers at both servers, and what they were answered."""

    backends: tuple[httpx.Client, ...]
    devices: tuple[httpx.Client, ...]
    path: str
    image_path: str
    given_after_the_end: list[str] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    acknowledged: threading.Event = field(default_factory=threading.Event)

    def calls(self, number: int) -> list[Callable[[], None]]:
        """What every caller of one server does, one call after the other until the end was told twice."""
        backend, device = self.backends[number], self.devices[number]
        upload = {"Content": ("clip.webm", b"clip", "video/webm")}
        listed = f"{SESSIONS}?top=1000"
        session_id = self.path.rpartition("/")[2]

        def lists() -> bool:
            return session_id in {item["id"] for item in backend.get(listed).json()}

        return [
            lambda: self.ask("get", lambda: backend.get(self.path)),
            lambda: self.ask("image", lambda: backend.get(self.image_path)),
            lambda: self.ask("audit", lambda: backend.get(f"{self.path}/audit")),
            lambda: self.ask("start", lambda: device.post("/face/v1.2/session/start")),
            lambda: self.ask("upload", lambda: device.post("/face/v1.2/detectLiveness/singleModal", files=upload)),
            lambda: self.look("list", lists),
            self.delete_once(backend),
        ]

    def ask(self, what: str, call: Callable[[], httpx.Response]) -> None:
        def served() -> bool:
            answer = call()
            assert answer.status_code in {200} | GONE | BUSY, answer.text
            return answer.status_code not in GONE

        self.look(what, served)

    def look(self, what: str, served: Callable[[], bool]) -> None:
        """Ask again and again; a call that begins after the DELETE was acknowledged must find nothing."""
        for _ in range(100):
            begun_after = self.acknowledged.is_set()
            if served() and begun_after:
                self.given_after_the_end.append(what)
            if begun_after:
                return

    def delete_once(self, backend: httpx.Client) -> Callable[[], None]:
        def delete() -> None:
            status = backend.delete(self.path).status_code
            self.deleted.append(status)
            self.acknowledged.set()

        return delete


def test_a_call_that_begins_after_a_delete_finds_nothing_at_either_server(
    servers: tuple[LiveServer, LiveServer],
) -> None:
    backends = tuple(server.client() for server in servers)
    with ThreadPoolExecutor(14) as threads:
        for _ in range(ROUNDS):
            created = backends[0].post(SESSIONS, json=FIELDS).json()
            path = f"{SESSIONS}/{created['sessionId']}"
            devices = tuple(server.device(created["authToken"]) for server in servers)
            upload = {"Content": ("clip.webm", b"clip", "video/webm")}
            assert devices[1].post("/face/v1.2/detectLiveness/singleModal", files=upload).status_code == 200
            attempt = backends[0].get(path).json()["results"]["attempts"][0]
            image_path = f"/face/v1.2/sessionImages/{attempt['result']['sessionImageId']}"
            assert backends[0].get(image_path).status_code == 200
            contest = Contest(backends, devices, path, image_path)
            for done in [threads.submit(call) for number in range(2) for call in contest.calls(number)]:
                done.result()
            for device in devices:
                device.close()
            assert contest.given_after_the_end == []
            assert sorted(contest.deleted) == [204, 404]
    for backend in backends:
        backend.close()
    assert_nothing_is_left(servers[0].data_dir)


def assert_nothing_is_left(data_dir: Path) -> None:
    with closing(sqlite3.connect(data_dir / "livegate.db")) as database:
        for table in ("sessions", "session_images", "object_removals"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608  # names of this module
        tombstones = "SELECT count(*), count(DISTINCT session_hash) FROM tombstones"
        assert database.execute(tombstones).fetchone() == (ROUNDS, ROUNDS)
    assert list((data_dir / "objects").iterdir()) == []
