import os
import subprocess
import sys
from pathlib import Path

import httpx

from livegate.contract.test_mode import TEST_MODE_HEADER


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
