import os
import subprocess
import sys
from pathlib import Path


def test_loading_the_runtimes_leaves_no_identifier_and_reports_to_nobody(tmp_path: Path) -> None:
    silencers = {"CI", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY"}
    environment = {name: value for name, value in os.environ.items() if name not in silencers}
    command = [sys.executable, "-c", "import livegate.vision.runtime"]

    subprocess.run(command, env=environment | {"TMPDIR": str(tmp_path), "HOME": str(tmp_path)}, check=True)  # noqa: S603  # fixed argv

    assert list(tmp_path.iterdir()) == []
