import os
import subprocess
import sys
from pathlib import Path

import pytest


def test_loading_the_runtimes_leaves_no_identifier_and_reports_to_nobody(tmp_path: Path) -> None:
    silencers = {"CI", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY"}
    environment = {name: value for name, value in os.environ.items() if name not in silencers}
    command = [sys.executable, "-c", "import livegate.vision.runtime"]

    subprocess.run(command, env=environment | {"TMPDIR": str(tmp_path), "HOME": str(tmp_path)}, check=True)  # noqa: S603  # fixed argv

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="counts the threads that Linux lists")
def test_products_of_matrices_start_no_threads() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    program = (
        "import livegate.app, os, numpy; square = numpy.ones((500, 500)); square @ square; "
        "print(len(os.listdir('/proc/self/task')))"
    )
    result = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)  # noqa: S603  # fixed argv
    assert int(result.stdout) == 1
