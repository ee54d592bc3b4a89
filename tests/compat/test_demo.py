"""``python -m demo`` from its first line to its last, with the real SDK and a real server."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from livegate.settings import Settings
from tests.support.server import LiveServer

DEMO = [sys.executable, "-m", "demo"]
LIMIT = 120


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment whose folder for temporary files can be looked into."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    models = str(Settings().models_dir.resolve())
    return {**os.environ, "TMPDIR": str(temporary), "LIVEGATE_MODELS_DIR": models, "COLUMNS": "100"}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # fixed argv
        [*DEMO, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=LIMIT
    )


def assert_nothing_is_left(environment: dict[str, str], shown: str) -> None:
    assert list(Path(environment["TMPDIR"]).iterdir()) == []
    endpoint = re.search(r"endpoint\s+(http://\S+)", shown)
    assert endpoint is not None
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{endpoint[1]}/healthz")


def test_plays_a_session_with_a_server_of_its_own_and_leaves_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    picture = tmp_path / "demo.svg"

    done = run(environment, "--picture", str(picture))

    assert done.returncode == 0, done.stderr
    for shown in ("liveness_decision", "is_identical True", "404 SessionNotFound", "the person in the photo; erased."):
        assert shown in done.stdout
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert_nothing_is_left(environment, done.stdout)


def test_uses_a_running_server_and_a_given_clip_and_photo(
    environment: dict[str, str], live_server: LiveServer, portrait_clip: Path, portrait_jpeg: Path
) -> None:
    running = {"LIVEGATE_DEMO_ENDPOINT": live_server.endpoint, "LIVEGATE_DEMO_KEY": live_server.key}

    done = run(environment | running, "--clip", str(portrait_clip), "--photo", str(portrait_jpeg))

    assert done.returncode == 0, done.stderr
    assert "Use the running server" in done.stdout
    assert "Render a clip" not in done.stdout
    assert httpx.get(f"{live_server.endpoint}/healthz").is_success


def test_a_refused_call_ends_in_one_sentence_and_status_1(
    environment: dict[str, str], live_server: LiveServer, portrait_clip: Path
) -> None:
    running = {"LIVEGATE_DEMO_ENDPOINT": live_server.endpoint, "LIVEGATE_DEMO_KEY": "wrong"}

    done = run(environment | running, "--clip", str(portrait_clip))

    assert done.returncode == 1
    assert "✗ failed" in done.stdout
    assert "demo: (401)" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_clip_that_cannot_be_judged_fails_and_leaves_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    clip = tmp_path / "empty.mp4"
    clip.write_bytes(b"no video")

    done = run(environment, "--clip", str(clip))

    assert done.returncode == 1
    assert "demo: " in done.stderr
    assert "Traceback" not in done.stderr
    assert_nothing_is_left(environment, done.stdout)


def test_being_told_to_stop_midway_leaves_nothing(environment: dict[str, str]) -> None:
    shown = ""
    with subprocess.Popen(  # noqa: S603  # fixed argv
        DEMO, env={**environment, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        for line in process.stdout or ():
            shown += line
            if "endpoint" in line:
                process.send_signal(signal.SIGTERM)
                break
        shown += process.communicate(timeout=LIMIT)[0]

    assert process.returncode == 130
    assert "Delete the session" not in shown
    assert_nothing_is_left(environment, shown)
