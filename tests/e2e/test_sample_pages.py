"""Pages with the habits of Microsoft's sample apps: what those call, in which order, and what they do to a page."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.support.app_backend import AppBackend
from tests.support.chromium import CameraFile
from tests.support.element_pages import HOLD_CAMERA
from tests.support.host_pages import ELEMENT, FOLDERS, ISOLATION, HostPages
from tests.support.page_watch import Artifacts
from tests.support.server import LiveServer

ELEMENT_NAME = "azure-ai-vision-face-ui"
COUNT_CAMERAS = """
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.cameras = 0;
navigator.mediaDevices.getUserMedia = (wanted) => {
  cameras += 1;
  return open(wanted);
};
"""


@pytest.fixture
def sample(page: Page, camera: CameraFile, portrait_film: Path) -> Page:
    """A page whose camera shows one person."""
    camera.show(portrait_film)
    return page


@pytest.fixture
def backend(host_pages: HostPages, scripted_server: LiveServer) -> AppBackend:
    """The pages' own backend; the device that a page names decides what its sessions come to."""
    host_pages.backend = AppBackend(scripted_server)
    return host_pages.backend


async def test_a_page_that_does_not_scroll_shows_the_result_beside_the_element_and_checks_again(
    sample: Page, host_pages: HostPages, backend: AppBackend, artifacts: Artifacts
) -> None:
    await sample.add_init_script(HOLD_CAMERA)
    await sample.set_viewport_size({"width": 390, "height": 664})
    await sample.goto(f"{host_pages.origin}/sample_buttons.html?device=livegate-test-realface")
    await sample.get_by_role("button", name="Start Passive", exact=True).click()
    await expect(sample.get_by_role("button", name="Cancel")).to_be_in_viewport(ratio=1)
    await artifacts.picture(sample, "sample-buttons-check")
    await sample.evaluate("allow()")
    await expect(sample.locator("#result")).to_have_text("Real Person")
    await expect(sample.locator(ELEMENT_NAME)).to_have_css("height", "0px")
    await expect(sample.get_by_role("button", name="Once more")).to_be_in_viewport(ratio=1)
    await artifacts.picture(sample, "sample-buttons-result")

    await sample.get_by_role("button", name="Once more").click()
    await expect(sample.locator("#result")).to_be_hidden()
    await expect(sample.locator("#result")).to_be_visible()

    created, *read = backend.asked
    assert created == "POST /api/detectLiveness-sessions"
    assert len(read) == 2
    session = await sample.request.get(f"{host_pages.origin}{read[0].removeprefix('GET ')}")
    assert [attempt["attemptId"] for attempt in (await session.json())["results"]["attempts"]] == [2, 1]


@pytest.mark.parametrize(
    ("device", "shown"),
    [
        ("livegate-test-realface-different", "Real Person, Not the same person"),
        ("livegate-test-attempt-FaceWithMaskDetected", "FaceWithMaskDetected, None"),
    ],
)
async def test_a_page_sends_a_photo_and_shows_what_it_is_told(
    sample: Page, host_pages: HostPages, backend: AppBackend, portrait_jpeg: Path, device: str, shown: str
) -> None:
    await sample.goto(f"{host_pages.origin}/sample_buttons.html?device={device}")
    await sample.get_by_label("Photo").set_input_files(portrait_jpeg)
    await sample.get_by_role("button", name="Start Passive", exact=True).click()
    if "attempt" in device:
        await sample.get_by_role("button", name="Close").click()

    await expect(sample.locator("#result")).to_have_text(shown)

    assert backend.asked[0] == "POST /api/detectLivenessWithVerify-sessions"


async def test_a_component_that_is_mounted_before_its_token_came_opens_one_camera(
    sample: Page, host_pages: HostPages, backend: AppBackend
) -> None:
    await sample.add_init_script(COUNT_CAMERAS)
    await sample.goto(f"{host_pages.origin}/sample_effects.html?device=livegate-test-spoofface")

    await expect(sample.get_by_role("main")).to_have_text("Spoof")

    assert await sample.evaluate("heard") == ["InvalidToken", "InvalidToken", "success"]
    assert await sample.evaluate("cameras") == 1
    assert len(backend.asked) == 2


async def test_a_check_in_a_frame_tells_its_page_in_messages(
    sample: Page, host_pages: HostPages, backend: AppBackend
) -> None:
    """That element is at the root of an isolated site, loaded when it is needed, and its outcome is made a text."""
    await sample.add_init_script(HOLD_CAMERA)
    host_pages.headers = ISOLATION
    host_pages.folders = {"/FaceLivenessDetector.js": ELEMENT / "FaceLivenessDetector.js"} | FOLDERS
    await sample.goto(f"{host_pages.origin}/sample_frame.html?device=livegate-test-realface")

    await expect(sample.frame_locator("iframe").locator("video")).to_be_visible()
    await sample.frames[1].evaluate("allow()")
    await expect(sample.locator("#result")).to_contain_text("Real Person")

    told = (await sample.locator("#result").inner_text()).removeprefix("Real Person ")
    assert set(json.loads(told)) == {"resultId", "digest"}
    assert len(backend.asked) == 2
