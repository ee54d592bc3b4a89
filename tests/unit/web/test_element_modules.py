"""The browser element's modules that need no page, tested by node's own test runner in ``javascript/*.test.js``."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.packages import find_program

FOLDER = Path(__file__).parent / "javascript"
FILES = sorted(FOLDER.glob("*.test.js"))
RUN_SECONDS = 120


@pytest.fixture(scope="module")
def node() -> str:
    return find_program("node")


def run_file(node: str, file: Path, **facts: str) -> None:
    """Run one file of tests; ``facts`` are its environment variables."""
    done = subprocess.run(  # noqa: S603  # fixed argv
        [node, "--throw-deprecation", "--test-reporter=spec", "--test-reporter-destination=stdout", file.name],
        cwd=FOLDER,
        env=os.environ | facts,
        capture_output=True,
        text=True,
        check=False,
        timeout=RUN_SECONDS,
    )
    if done.returncode != 0:
        pytest.fail(f"{done.stdout}\n{done.stderr}", pytrace=False)
    assert "tests 0" not in done.stdout, f"{file.name} has no tests."


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_module(node: str, file: Path) -> None:
    run_file(node, file)
