"""The example apps, as they stand: a page on an origin of its own, and a backend with a key."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.support.chromium import CameraFile
from tests.support.packages import find_program
from tests.support.page_watch import PageProblems
from tests.support.server import LiveServer

EXAMPLES = Path(__file__).parents[2] / "examples"
JUDGED_MILLISECONDS = 60_000
DECISION = re.compile(r"realface|spoofface|uncertain")


@contextmanager
def running_example(command: list[str], server: LiveServer) -> Iterator[str]:
    """Run an example on a free port, and return its address."""
    settings = {"LIVEGATE_ENDPOINT": server.endpoint, "LIVEGATE_KEY": server.key, "PORT": "0"}
    process = subprocess.Popen(  # noqa: S603  # the example's own command
        command, env=os.environ | settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate()


@pytest.mark.parametrize("language", ["python", "node"])
async def test_an_example_app_learns_a_verdict(
    language: str, page: Page, live_server: LiveServer, camera: CameraFile, portrait_film: Path, problems: PageProblems
) -> None:
    problems.expect("favicon")
    camera.show(portrait_film)
    command = {
        "python": lambda: [sys.executable, str(EXAMPLES / "python" / "app.py")],
        "node": lambda: [find_program("node"), str(EXAMPLES / "node" / "app.mjs")],
    }[language]()
    with running_example(command, live_server) as address:
        await page.goto(address)
        await page.get_by_role("button", name="Check that I am here").click()
        await expect(page.locator("#verdict")).to_have_text(DECISION, timeout=JUDGED_MILLISECONDS)
