"""No room on the disk of a running server: what writes is answered 503, what reads is answered, nothing is lost."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from livegate.storage.erasure_log import ErasureLog
from livegate.storage.sqlite.condition import check_erasure_chain
from tests.support.server import LiveServer, running_server

ROOT = "/face/v1.3-preview.1"
SESSIONS = f"{ROOT}/detectLiveness-sessions"
FIELDS = {
    "livenessOperationMode": "Passive",
    "deviceCorrelationId": "livegate-test-realface",
    "userCorrelationId": "user",
    "enableSessionImage": True,
}
SETTINGS = {"livenessAbuseMonitoring": {"enabled": False}}
CAPTURE = {"Content": ("capture.jpg", b"any bytes")}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    with running_server(tmp_path / "data", test_mode="true", sweep_interval="0.1") as server:
        yield server


@contextmanager
def without_room(server: LiveServer) -> Iterator[None]:
    """Let no file of the server grow, its log included; a full disk says ENOSPC in place of EFBIG."""
    _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, hard))
    yield
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


def create(backend: httpx.Client) -> tuple[str, str]:
    answer = backend.post(SESSIONS, json=FIELDS)
    assert answer.status_code == 200, answer.text
    return answer.json()["sessionId"], answer.json()["authToken"]


def judge(server: LiveServer, token: str) -> httpx.Response:
    with server.device(token) as device:
        return device.post(f"{ROOT}/detectLiveness/singleModal", files=CAPTURE)


def assert_unavailable(answer: httpx.Response) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.json()["error"]["code"] == "503"
    assert answer.headers["x-ms-error-code"] == "503"
    assert answer.headers["apim-request-id"]


def test_whatever_writes_is_unavailable_until_there_is_room_and_nothing_is_lost(server: LiveServer) -> None:
    with server.client() as backend:
        (kept, kept_token), (judged, judged_token), (doomed, _) = (create(backend) for _ in range(3))
        assert judge(server, judged_token).status_code == 200
        with server.device(kept_token) as device:
            assert device.post(f"{ROOT}/session/start", json={}).status_code == 200
            with without_room(server):
                assert_unavailable(backend.post(SESSIONS, json=FIELDS))
                assert_unavailable(backend.delete(f"{SESSIONS}/{doomed}"))
                assert_unavailable(device.post(f"{ROOT}/session/start", json={}))
                assert_unavailable(device.post(f"{ROOT}/detectLiveness/singleModal", files=CAPTURE))
                assert_unavailable(device.post(f"{ROOT}/session/attempt/end", json={"reason": "UserCanceledSession"}))
                assert_unavailable(backend.patch(f"{ROOT}/settings", json=SETTINGS))
                for session_id in (kept, judged, doomed):
                    assert backend.get(f"{SESSIONS}/{session_id}").status_code == 200
                assert {item["id"] for item in backend.get(SESSIONS).json()} == {kept, judged, doomed}
            assert device.post(f"{ROOT}/detectLiveness/singleModal", files=CAPTURE).status_code == 200
        for session_id in (kept, judged):
            (attempt,) = backend.get(f"{SESSIONS}/{session_id}").json()["results"]["attempts"]
            image = backend.get(f"{ROOT}/sessionImages/{attempt['result']['sessionImageId']}")
            assert image.status_code == 200
        assert backend.delete(f"{SESSIONS}/{doomed}").status_code == 204
        create(backend)
    assert_sound(server)


def test_images_that_cannot_be_kept_are_unavailable_until_they_can(server: LiveServer) -> None:
    objects = server.data_dir / "objects"
    with server.client() as backend:
        session_id, token = create(backend)
        objects.rename(objects.with_name("gone"))
        assert_unavailable(judge(server, token))
        objects.with_name("gone").rename(objects)
        with server.device(token) as device:
            assert device.post(f"{ROOT}/session/start", json={}).status_code == 200
        assert judge(server, token).status_code == 200
        (attempt,) = backend.get(f"{SESSIONS}/{session_id}").json()["results"]["attempts"]
        assert attempt["attemptStatus"] == "Succeeded"


def assert_sound(server: LiveServer) -> None:
    database = server.data_dir / "livegate.db"
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert check_erasure_chain(database, ErasureLog(server.data_dir / "erasures.log")) == 1
    assert '"event":"defect"' not in server.log.read_text()
    assert "Traceback" not in server.log.read_text()
