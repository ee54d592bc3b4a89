import signal
from pathlib import Path

import pytest

from livegate.testing.launch import ServerUnavailableError, launched_server


def test_says_why_a_server_did_not_start(tmp_path: Path) -> None:
    with pytest.raises(ServerUnavailableError, match="LIVEGATE_KEY1"), launched_server(tmp_path, key1="short"):
        pass


def test_hands_nothing_of_another_servers_settings_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEGATE_KEY2", "short")
    monkeypatch.setenv("livegate_port", "99999")
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    with launched_server(tmp_path, data_dir=str(tmp_path / "data"), test_mode="true") as server:
        assert server.endpoint.startswith("http://127.0.0.1:")
        assert not server.endpoint.endswith(":99999")


def test_a_server_that_is_gone_already_is_no_trouble(tmp_path: Path) -> None:
    with launched_server(tmp_path, data_dir=str(tmp_path / "data"), test_mode="true") as server:
        server.process.kill()
    assert server.process.returncode == -signal.SIGKILL
