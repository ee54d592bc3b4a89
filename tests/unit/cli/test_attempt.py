import hashlib
from pathlib import Path

import pytest

from livegate.access.token_content import read_token
from livegate.cli.attempt import AttemptFailedError, play_attempt, stream_attempt
from tests.support.server import LiveServer

FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationIdSetInClient": True}


def new_token(live_server: LiveServer) -> str:
    with live_server.client() as backend:
        return str(backend.post("/face/v1.2/detectLiveness-sessions", json=FIELDS).json()["authToken"])


def test_plays_a_device_and_brings_the_id_that_was_left_to_it(live_server: LiveServer, portrait_clip: Path) -> None:
    result = play_attempt(new_token(live_server), portrait_clip)
    assert result.digest == hashlib.sha256(portrait_clip.read_bytes()).hexdigest().upper()


def test_passes_the_servers_refusal_on(live_server: LiveServer, tmp_path: Path) -> None:
    useless = tmp_path / "useless.mp4"
    useless.write_bytes(b"no video" * 100)
    with pytest.raises(AttemptFailedError, match="400 UnsupportedMediaType"):
        play_attempt(new_token(live_server), useless)


def test_says_when_the_server_is_away(live_server: LiveServer, portrait_clip: Path, tmp_path: Path) -> None:
    head, payload, signature = new_token(live_server).split(".")
    away = read_token(f"{head}.{payload}.{signature}").endpoint
    assert away.startswith("http://")
    forged = (
        "eyJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjEiLCJrbmQiOiJsaXZlbmVzcyJ9"  # {"iss":"http://127.0.0.1:1","knd":"liveness"}
    )
    with pytest.raises(AttemptFailedError, match="does not answer"):
        play_attempt(f"{head}.{forged}.{signature}", portrait_clip)


def test_a_stream_passes_the_servers_refusal_on(live_server: LiveServer, portrait_clip: Path) -> None:
    token = new_token(live_server)
    for _ in range(3):
        with live_server.device(token) as device:
            device.post("/face/v1.2/session/start", json={"deviceCorrelationId": "device-1"})
            device.post("/face/v1.2/session/attempt/end")
    with pytest.raises(AttemptFailedError, match="403 ClientAttemptsExhausted"):
        stream_attempt(token, portrait_clip)


def test_a_stream_says_when_the_file_is_no_video(live_server: LiveServer, tmp_path: Path) -> None:
    useless = tmp_path / "useless.mp4"
    useless.write_bytes(b"no video" * 100)
    with pytest.raises(AttemptFailedError, match="neither one video"):
        stream_attempt(new_token(live_server), useless)
