import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from livegate.contract.test_mode import TEST_MODE_HEADER
from livegate.testing.launch import ServerUnavailableError, launched_server


def test_a_server_in_test_mode_says_so_when_it_starts_and_needs_no_models(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIVEGATE_")}
    environment["LIVEGATE_MODELS_DIR"] = str(tmp_path / "none")
    command = [sys.executable, "-m", "livegate", "serve", "--test-mode", "--port", "0", "--data-dir", str(tmp_path)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # fixed argv
        assert process.stdout is not None
        announced = {}
        for line in process.stdout:
            label, _, value = line.strip().partition("   ")
            announced[label] = value.strip()
            if "Stop with" in line:
                break
        answer = httpx.get(announced["Health"])
        process.terminate()
    assert "magic correlation ids" in announced["Test mode"]
    assert (answer.status_code, answer.headers[TEST_MODE_HEADER]) == (200, "true")


def test_a_server_that_is_unfit_for_production_names_every_reason_and_does_not_start(tmp_path: Path) -> None:
    with (
        pytest.raises(ServerUnavailableError) as raised,
        launched_server(tmp_path, production="true", test_mode="true"),
    ):
        pytest.fail("it started")
    assert {"LIVEGATE_TEST_MODE", "LIVEGATE_PUBLIC_URL", "LIVEGATE_RATE_LIMIT"} <= set(
        re.findall(r"^  ([A-Z_]+):", str(raised.value), re.MULTILINE)
    )
    assert not (tmp_path / "livegate-data").exists()
