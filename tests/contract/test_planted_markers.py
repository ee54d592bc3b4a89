"""Sessions full of markers, erased by DELETE and by expiry over HTTP: no file may hold one, or a key to one, at once.

``LIVEGATE_PLANTED_SESSIONS`` makes them more.
"""

import asyncio
import ipaddress
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from livegate.contract.erasures import RECEIPT_HEADER
from livegate.operations.file_scan import files_below, scan_files
from livegate.operations.system import SystemClock
from livegate.sessions.archive import SessionArchive
from livegate.sessions.ports import SessionKey
from livegate.sessions.session import Session, SessionKind
from livegate.storage.object_folder import FolderObjectStore
from livegate.storage.sqlite.session_store import SqliteSessionStore
from tests.support.keys import opened_keys
from tests.support.paths import collection
from tests.support.server import LiveServer, running_server

COUNT = int(os.environ.get("LIVEGATE_PLANTED_SESSIONS", "12"))
EVERY_WHICH_EXPIRES = 3
SESSIONS = collection("v1.3-preview.1", verify=True)
UPLOAD = "/face/v1.3-preview.1/detectLivenessWithVerify/singleModal"


@dataclass(frozen=True)
class Planted:
    """A session and every byte string that only it has."""

    session_id: str
    token: str
    markers: dict[str, bytes]


def marker() -> str:
    """32 bytes that nothing else holds."""
    return secrets.token_hex(16)


def plant(backend: httpx.Client, server: LiveServer) -> Planted:
    """Create a session and make an attempt, with a marker wherever a caller can leave something."""
    user, verify_image, video, file_name, agent, request_id = (marker() for _ in range(6))
    address = str(ipaddress.IPv6Address(secrets.token_bytes(16)))
    fields = {
        "livenessOperationMode": "Passive",
        "deviceCorrelationId": "livegate-test-realface",
        "userCorrelationId": user,
        "enableSessionImage": "true",
    }
    made = backend.post(
        SESSIONS,
        data=fields,
        files={"VerifyImage": (f"{file_name}.jpg", verify_image.encode())},
        headers={"client-request-id": request_id},
    ).raise_for_status()
    with server.device(made.json()["authToken"]) as device:
        device.post(
            UPLOAD,
            files={"Content": (file_name, video.encode())},
            headers={"User-Agent": agent, "X-Forwarded-For": address, "client-request-id": request_id},
        ).raise_for_status()
    texts = {
        "user": user,
        "verify image": verify_image,
        "video": video,
        "file name": file_name,
        "user agent": agent,
        "request id": request_id,
        "address": address,
        "token": made.json()["authToken"],
    }
    markers = {name: text.encode() for name, text in texts.items()}
    return Planted(made.json()["sessionId"], made.json()["authToken"], markers)


async def add_images(data_dir: Path, planted: list[Planted]) -> None:
    """Give every session a second image that is a marker, as an attempt would; let some of them expire at once."""
    store = SqliteSessionStore.open(data_dir / "livegate.db")
    archive = SessionArchive(store, FolderObjectStore(data_dir / "objects"), opened_keys(data_dir).vault)
    now = SystemClock().now()
    for number, each in enumerate(planted):
        session = await archive.read(SessionKey("default", SessionKind.LIVENESS_WITH_VERIFY, each.session_id))
        assert isinstance(session, Session)
        each.markers["image"] = secrets.token_bytes(32)
        image = await archive.write_image(session, secrets.token_urlsafe(33), each.markers["image"])
        is_over = number % EVERY_WHICH_EXPIRES == 0
        ended = msgspec.structs.replace(session, expires_at=now - timedelta(seconds=1)) if is_over else session
        assert await archive.replace(ended, image=image) is not None
    await store.close()


def kept_secrets(data_dir: Path) -> dict[str, dict[str, bytes]]:
    """Return what the database has of every session's wrapped key and content; a value may span two pages."""
    with closing(sqlite3.connect(data_dir / "livegate.db")) as connection:
        rows = connection.execute("SELECT session_id, wrapped_key, sealed FROM sessions").fetchall()
    return {
        session_id: {"key, first half": wrapped[:36], "key, second half": wrapped[36:], "sealed": sealed[:64]}
        for session_id, wrapped, sealed in rows
    }


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveServer]:
    """A server whose temporary files lie beside its data."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    # The sessions are to expire when all are planted: the sweep comes at a start.
    with running_server(tmp_path / "data", test_mode="true", sweep_interval="3600") as server:
        yield server


def test_of_erased_sessions_no_file_holds_a_marker_or_a_key(server: LiveServer, tmp_path: Path) -> None:
    with server.client() as backend:
        planted = [plant(backend, server) for _ in range(COUNT)]
        read = backend.get(f"{SESSIONS}/{planted[0].session_id}/audit")
        assert planted[0].markers["file name"].decode() in read.text
        asyncio.run(add_images(server.data_dir, planted))
        sealed = kept_secrets(server.data_dir)
        for each in planted:
            each.markers.update(sealed[each.session_id])
        assert found(planted[:1], tmp_path) & {"key, first half", "key, second half"}
        deleted = [each for number, each in enumerate(planted) if number % EVERY_WHICH_EXPIRES]
        for each in deleted:
            assert RECEIPT_HEADER in backend.delete(f"{SESSIONS}/{each.session_id}").headers
    assert found(deleted, tmp_path) == set()
    server.kill()
    with running_server(tmp_path / "data", test_mode="true", sweep_interval="0.05") as swept, swept.client() as backend:
        erasures: list[dict[str, str]] = []
        while len(erasures) < COUNT:
            start = {"start": erasures[-1]["id"]} if erasures else {}
            erasures += backend.get("/face/v1.2/erasures", params=start).json()
        assert found(planted, tmp_path) == set()
        assert {cause: [item["cause"] for item in erasures].count(cause) for cause in ("deleted", "expired")} == {
            "deleted": len(deleted),
            "expired": COUNT - len(deleted),
        }
        with pytest.raises(httpx.HTTPStatusError, match="401"), swept.device(planted[0].token) as device:
            device.post(UPLOAD, files={"Content": b"late"}).raise_for_status()
    assert not list((tmp_path / "data" / "objects").iterdir())


def found(planted: list[Planted], directory: Path) -> set[str]:
    """Return which kinds of markers of these sessions any file below the directory holds."""
    # Of the session id alone, SQLite may leave copies in gaps of index pages (docs/explanation/erasure-proof.md).
    needles = {f"{name}\n{each.session_id}": content for each in planted for name, content in each.markers.items()}
    scan = scan_files(files_below([directory]), needles)
    assert scan.size > 0
    return {hit.name.partition("\n")[0] for hit in scan.hits}
