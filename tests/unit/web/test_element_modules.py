"""The browser element's modules that need no page, tested by node's own test runner in ``javascript/*.test.js``.

Those in ``*.live.test.js`` run against a server.
"""

import os
import subprocess
from itertools import islice
from pathlib import Path

import pytest

from livegate.cli.streaming import read_frames
from tests.support.packages import find_program
from tests.support.server import LiveServer

FOLDER = Path(__file__).parent / "javascript"
LIVE_FILES = sorted(FOLDER.glob("*.live.test.js"))
FILES = sorted(set(FOLDER.glob("*.test.js")) - set(LIVE_FILES))
FRAMES = 45
RUN_SECONDS = 120


@pytest.fixture(scope="module")
def node() -> str:
    return find_program("node")


@pytest.fixture(scope="module")
def frames(portrait_clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of JPEG frames, a tenth of a second apart, named in their order."""
    folder = tmp_path_factory.mktemp("frames")
    for index, frame in enumerate(islice(read_frames(portrait_clip), FRAMES)):
        (folder / f"{index:04}.jpg").write_bytes(frame.picture)
    return folder


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


@pytest.mark.parametrize("file", LIVE_FILES, ids=lambda file: file.name)
def test_the_module_with_a_server(
    node: str, file: Path, live_server: LiveServer, frames: Path, element_packages: Path
) -> None:
    facts = {"ENDPOINT": live_server.endpoint, "KEY": live_server.key}
    run_file(node, file, **facts, FRAMES=str(frames), PACKAGES=str(element_packages))
