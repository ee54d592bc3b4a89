import socket
from pathlib import Path

import pytest

from demo.server import check_ready, own_server
from livegate.testing.launch import ServerUnavailableError


def test_says_why_its_server_did_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEGATE_MODELS_DIR", str(tmp_path / "nowhere"))

    with pytest.raises(ServerUnavailableError, match="livegate models install"), own_server(tmp_path):
        pass


def test_says_that_nobody_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(ServerUnavailableError, match=f"127.0.0.1:{port} does not answer"):
        check_ready(f"http://127.0.0.1:{port}")
