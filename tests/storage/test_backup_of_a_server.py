"""``livegate backup`` and ``livegate restore`` around a running server: what was erased since is gone for good."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx

from tests.support.server import LiveServer, running_server

ROOT = "/face/v1.3-preview.1"
SESSIONS = f"{ROOT}/detectLiveness-sessions"
FIELDS = {
    "livenessOperationMode": "Passive",
    "deviceCorrelationId": "livegate-test-realface",
    "userCorrelationId": "user",
    "enableSessionImage": True,
}


def livegate(data_dir: Path, *arguments: str | Path) -> tuple[int, str]:
    """Run a verb; return its status and all that it says."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIVEGATE_")}
    done = subprocess.run(  # noqa: S603  # fixed argv
        [sys.executable, "-m", "livegate", *arguments],
        env=environment | {"LIVEGATE_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def judged_session(server: LiveServer, backend: httpx.Client) -> tuple[str, str]:
    created = backend.post(SESSIONS, json=FIELDS).json()
    with server.device(created["authToken"]) as device:
        upload = {"Content": ("capture.jpg", b"any bytes")}
        assert device.post(f"{ROOT}/detectLiveness/singleModal", files=upload).status_code == 200
    return created["sessionId"], created["authToken"]


def status_of(backend: httpx.Client, session_id: str) -> int:
    return backend.get(f"{SESSIONS}/{session_id}").status_code


def image_of(backend: httpx.Client, session_id: str) -> bytes:
    (attempt,) = backend.get(f"{SESSIONS}/{session_id}").json()["results"]["attempts"]
    return backend.get(f"{ROOT}/sessionImages/{attempt['result']['sessionImageId']}").content


def test_a_restored_server_has_what_was_kept_and_nothing_that_was_erased(tmp_path: Path) -> None:
    data_dir, backup, keys, elsewhere = (tmp_path / name for name in ("data", "backup", "keys", "elsewhere"))
    with running_server(data_dir, test_mode="true") as server, server.client() as backend:
        kept, _ = judged_session(server, backend)
        erased, erased_token = judged_session(server, backend)
        image = image_of(backend, kept)
        status, said = livegate(data_dir, "backup", backup, "--keys-to", keys)
        assert (status, said.splitlines()[0]) == (0, f"Backed up 2 sessions and 2 images to {backup}.")
        assert livegate(data_dir, "restore", backup, "--replace")[0] == 1
        assert backend.delete(f"{SESSIONS}/{erased}").status_code == 204
        later, _ = judged_session(server, backend)

    status, said = livegate(data_dir, "restore", backup, "--replace")
    assert (status, len(said.splitlines())) == (0, 1)
    with running_server(data_dir, test_mode="true") as server, server.client() as backend:
        assert [status_of(backend, session_id) for session_id in (kept, erased, later)] == [200, 404, 404]
        assert image_of(backend, kept) == image
        with server.device(erased_token) as device:
            assert device.post(f"{ROOT}/session/start", json={}).status_code == 401
        assert [item["cause"] for item in backend.get(f"{ROOT}/erasures").json()] == ["deleted"]

    status, said = livegate(elsewhere, "restore", backup, "--keys-from", keys)
    assert status == 0
    assert "sessions deleted after the backup come back" in said
    shutil.copy(data_dir / "erasures.log", elsewhere)
    with running_server(elsewhere, test_mode="true") as server, server.client() as backend:
        assert [status_of(backend, session_id) for session_id in (kept, erased)] == [200, 404]
        assert image_of(backend, kept) == image


def test_what_cannot_be_done_is_said_in_one_sentence(tmp_path: Path) -> None:
    status, said = livegate(tmp_path / "data", "restore", tmp_path / "folder")
    assert (status, said) == (1, f"livegate: {tmp_path}/folder holds no whole backup: there is no manifest.json.\n")
