"""Element and try-it page in the Firefox that people have, and in WebKit, with a camera that shows a pattern."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Protocol

import pytest
import pytest_asyncio

from tests.support.firefox import CAMERA_ALLOWED, CAMERA_DENIED, running_firefox
from tests.support.server import LiveServer
from tests.support.webkit import running_webkit

READY = "document.querySelector('#readiness')?.textContent.trim() === 'Ready'"
VERDICT = "document.querySelector('.verdict code')?.textContent"
SHADOW = "document.querySelector('livegate-check, azure-ai-vision-face-ui')?.shadowRoot"


class BrowserPage(Protocol):
    """A page of any browser."""

    async def open(self, address: str) -> None:
        """Go to an address and wait until all of it is there."""

    async def evaluate(self, expression: str) -> Any:
        """Return what a JavaScript expression, or its promise, comes to, as JSON values."""


@pytest_asyncio.fixture(loop_scope="session", params=["firefox", "webkit"])
async def page(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[BrowserPage]:
    """A page that may use the camera; whatever Firefox wrote to its console as an error fails the test."""
    if request.param == "webkit":
        async with running_webkit() as webkit:
            yield webkit
        return
    async with running_firefox(tmp_path / "profile", CAMERA_ALLOWED) as firefox:
        yield firefox
        assert firefox.errors == []


async def until(page: BrowserPage, expression: str) -> Any:
    """Wait until a JavaScript expression is true in some picture that the page draws, and return what it is."""
    look = f"() => {{ const found = {expression}; found ? done(found) : requestAnimationFrame(look); }}"
    return await page.evaluate(f"new Promise((done) => {{ const look = {look}; look(); }})")


async def start(page: BrowserPage, server: LiveServer, outcome: str) -> None:
    """Start a session on the try-it page that will end so."""
    await page.open(f"{server.endpoint}/")
    await until(page, READY)
    await page.evaluate(
        f"""(() => {{
            document.querySelector("#correlation-id").value = "livegate-test-{outcome}";
            [...document.querySelectorAll("button")].find((it) => it.textContent.includes("Start the session")).click();
        }})()"""
    )


def shown(text: str) -> str:
    """Return an expression that tells whether the element shows a heading or a button with this text."""
    candidates = f"[...({SHADOW}?.querySelectorAll('h1, h2, button') ?? [])]"
    return f"{candidates}.some((it) => it.textContent.trim() === '{text}' && it.checkVisibility())"


async def test_a_check_is_judged(page: BrowserPage, scripted_server: LiveServer) -> None:
    await start(page, scripted_server, "realface")

    assert await until(page, VERDICT) == "realface"


async def test_who_was_not_seen_may_try_again(page: BrowserPage, scripted_server: LiveServer) -> None:
    await start(page, scripted_server, "attempt-NoFaceDetected")

    assert await until(page, shown("No face was seen"))
    assert await page.evaluate(shown("Try again"))


async def test_a_camera_that_firefox_denies_is_told_before_anything_starts(
    tmp_path: Path, scripted_server: LiveServer
) -> None:
    async with running_firefox(tmp_path / "profile", CAMERA_DENIED) as page:
        await page.open(f"{scripted_server.endpoint}/")

        assert await until(page, "document.body.innerText.includes('denied this page the camera')")
        assert await page.evaluate("document.querySelector('[name=source]:checked').value") == "recording"
        assert page.errors == []
