"""The official Python SDK 1.0.0b1, which is older than the one in the environment, against a running server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.compat import python_sdk_b1
from tests.support.packages import install_python
from tests.support.server import LiveServer

REQUIREMENT = "azure-ai-vision-face==1.0.0b1"


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install_python(REQUIREMENT, tmp_path_factory.mktemp("python-sdk"))


@pytest.mark.parametrize("assertion", [assertion.__name__ for assertion in python_sdk_b1.ASSERTIONS])
def test_the_python_sdk(assertion: str, sdk: Path, live_server: LiveServer, portrait_jpeg: Path) -> None:
    given = {"endpoint": live_server.endpoint, "key": live_server.key, "photo": str(portrait_jpeg)}
    done = subprocess.run(  # noqa: S603  # fixed argv
        [sys.executable, "-W", "error", python_sdk_b1.__file__, assertion],
        env=os.environ | {"PYTHONPATH": str(sdk), "COMPATIBILITY": json.dumps(given)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
