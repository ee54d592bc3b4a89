"""Pages of an app that has the element, and what tests do to it from outside."""

from typing import Any

from playwright.async_api import Page, expect

from tests.support.checks import CheckPage, Session, create_session
from tests.support.host_pages import HostPages
from tests.support.server import LiveServer

MODULE = "/js/azure-ai-vision-face-ui/FaceLivenessDetector.js"
ASSETS = "/facelivenessdetector-assets/"
ONWARD = "[part~=continue-button]"

COUNT_CAMERAS = """
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.opened = 0;
navigator.mediaDevices.getUserMedia = (wanted) => { opened += 1; return open(wanted); };
"""

HOLD_CAMERA = """
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
const allowed = new Promise((resolve) => { window.allow = resolve; });
navigator.mediaDevices.getUserMedia = (wanted) => allowed.then(() => open(wanted));
"""
"""Keeps a check waiting for its camera until ``allow()``."""


async def evaluate(page: Page, body: str, argument: object = None) -> Any:
    """Run the body of a function in a page whose ``module`` is the element's."""
    script = f'async (argument) => {{ const module = await import("{MODULE}"); {body} }}'
    return await page.evaluate(script, argument)


async def instructed(check: CheckPage, pages: HostPages, server: LiveServer, **properties: object) -> Session:
    """Begin a check that waits, with its instructions on the screen."""
    session = await create_session(server, "livegate-test-realface", mode="PassiveActive")
    await check.open(pages)
    await check.begin(session.token, **properties)
    await expect(check.page.locator(ONWARD)).to_be_visible()
    return session
