"""The page at the root: a session from one click to its receipt."""

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.e2e.conftest import OpenContext
from tests.support.axe import Axe
from tests.support.chromium import CameraFile
from tests.support.page_watch import Artifacts, PageProblems
from tests.support.server import LiveServer

PHONE: ViewportSize = {"width": 360, "height": 740}
JUDGED_MILLISECONDS = 60_000
FORCED = "livegate-test-"


async def open_page(page: Page, endpoint: str) -> Page:
    await page.goto(f"{endpoint}/")
    await expect(page.locator("#readiness")).to_have_text("Ready")
    return page


async def force(page: Page, outcome: str) -> None:
    await page.get_by_text("More", exact=True).click()
    await page.get_by_label("Device correlation id").fill(f"{FORCED}{outcome}")


async def start(page: Page) -> None:
    await page.get_by_role("button", name="Start the session").click()


async def verdict(page: Page) -> str:
    heading = page.get_by_role("heading", name="What the app's backend learns")
    await expect(heading).to_be_visible(timeout=JUDGED_MILLISECONDS)
    return await page.locator(".verdict code").first.inner_text()


async def scrolls_sideways(page: Page) -> bool:
    return bool(await page.evaluate("() => document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_one_click_plays_a_session_and_another_erases_it(
    scheme: str,
    open_context: OpenContext,
    scripted_server: LiveServer,
    camera: CameraFile,
    portrait_film: Path,
    axe: Axe,
    artifacts: Artifacts,
    problems: PageProblems,
) -> None:
    problems.expect("404")
    camera.show(portrait_film)
    context = await open_context(permissions=["camera"], color_scheme=scheme)
    page = await open_page(await context.new_page(), scripted_server.endpoint)
    await artifacts.picture(page, f"try-it-{scheme}-setup")
    assert await axe.violations(page) == []

    await force(page, "realface")
    await start(page)
    assert await verdict(page) == "realface"
    await expect(page.locator(".verdict-title")).to_have_text("A living person")
    await expect(page.locator(".evidence li").first).to_contain_text("forced_by_test_mode")
    await expect(page.get_by_role("heading", name="What the app's backend learns")).to_be_focused()
    await artifacts.picture(page, f"try-it-{scheme}-result")
    assert await axe.violations(page) == []

    await page.get_by_role("button", name="Erase it all").click()
    await expect(page.get_by_role("heading", name="Erased")).to_be_focused()
    checks = page.locator(".checks li")
    await expect(checks).to_have_count(2)
    for check in await checks.all():
        await expect(check).to_have_attribute("data-holds", "true")
    await expect(page.locator(".claims")).to_contain_text("sessionHash")
    await artifacts.picture(page, f"try-it-{scheme}-erased")
    assert await axe.violations(page) == []


async def test_a_real_verdict_comes_with_its_reasons_and_the_image(
    page: Page,
    live_server: LiveServer,
    camera: CameraFile,
    portrait_film: Path,
    portrait_jpeg: Path,
    artifacts: Artifacts,
) -> None:
    camera.show(portrait_film)
    await open_page(page, live_server.endpoint)
    await page.get_by_label("Compare with a photo").set_input_files(portrait_jpeg)
    await expect(page.get_by_label("The photo to compare with")).to_be_visible()

    await start(page)
    assert await verdict(page) in {"realface", "spoofface", "uncertain"}
    await expect(page.locator(".verdict")).to_contain_text("The person is the one on the photo")
    await expect(page.get_by_label("The session image")).to_be_visible()
    assert await page.locator(".evidence li").count() > 5
    assert await page.locator(".evidence .fill").count() > 2
    await artifacts.picture(page, "try-it-reasons")
    await page.screenshot(path=artifacts.folder / "try-it-whole.png", full_page=True)


async def test_the_calls_are_shown_without_a_token_or_a_key(
    page: Page, scripted_server: LiveServer, camera: CameraFile, portrait_film: Path, problems: PageProblems
) -> None:
    problems.expect("404")
    camera.show(portrait_film)
    await open_page(page, scripted_server.endpoint)
    async with page.expect_response("**/detectLiveness-sessions") as creating:
        await force(page, "spoofface")
        await start(page)
    token = (await (await creating.value).json())["authToken"]
    grant = (await (await creating.value).request.all_headers())["authorization"].removeprefix("Bearer ")
    assert await verdict(page) == "spoofface"
    await page.get_by_role("button", name="Erase it all").click()
    await expect(page.get_by_role("heading", name="Erased")).to_be_visible()

    calls = page.locator(".exchange")
    assert [(await call.locator("summary").inner_text()).split()[0] for call in await calls.all()] == [
        *("POST", "GET", "GET", "GET", "DELETE", "GET")
    ]
    shown = await page.content()
    assert token not in shown
    assert token.split(".")[2] not in shown
    assert grant not in shown
    await calls.first.locator("summary").click()
    created = json.loads(await calls.first.locator("pre").inner_text())
    assert re.fullmatch(r"eyJ\S{13}… \(\d+ characters\)", created["authToken"])


async def test_running_again_takes_one_click_and_a_second_one_changes_nothing(
    page: Page, scripted_server: LiveServer, camera: CameraFile, portrait_film: Path
) -> None:
    camera.show(portrait_film)
    await open_page(page, scripted_server.endpoint)
    await force(page, "uncertain")
    await start(page)
    assert await verdict(page) == "uncertain"
    first = await page.locator(".exchange").first.inner_text()

    await page.get_by_role("button", name="Run again").evaluate("(button) => { button.click(); button.click(); }")
    await expect(page.locator("#check-card")).to_be_visible()
    assert await verdict(page) == "uncertain"
    assert first != await page.locator(".exchange").nth(1).inner_text()
    assert await page.locator(".exchange", has_text="POST").count() == 1


async def test_without_a_camera_the_page_says_so_and_takes_a_recording(
    open_context: OpenContext, cameraless_chromium: Browser, live_server: LiveServer, portrait_clip: Path, axe: Axe
) -> None:
    context = await open_context(cameraless_chromium)
    page = await open_page(await context.new_page(), live_server.endpoint)
    await expect(page.locator("#obstacles")).to_have_text("This device has no camera.")
    assert await axe.violations(page) == []

    await page.get_by_label("Recording", exact=True).set_input_files(portrait_clip)
    await start(page)
    assert await verdict(page) in {"realface", "spoofface", "uncertain"}


async def test_elsewhere_the_page_asks_for_a_key_and_keeps_it_to_itself(
    open_context: OpenContext,
    cameraless_chromium: Browser,
    live_server: LiveServer,
    portrait_clip: Path,
    problems: PageProblems,
) -> None:
    problems.expect("401")
    context = await open_context(cameraless_chromium)
    port = live_server.endpoint.rpartition(":")[2]
    page = await open_page(await context.new_page(), f"http://live.example:{port}")
    await page.get_by_label("A recording").check()
    await page.get_by_label("Recording", exact=True).set_input_files(portrait_clip)

    await page.get_by_label("Subscription key").fill("x" * 32)
    await start(page)
    await expect(page.get_by_role("alert")).to_contain_text("invalid subscription key")
    await page.get_by_label("Subscription key").fill(live_server.key)
    await start(page)
    assert await verdict(page) in {"realface", "spoofface", "uncertain"}
    assert live_server.key not in await page.content()
    assert await page.evaluate("() => localStorage.length + sessionStorage.length + document.cookie.length") == 0


async def test_it_fits_a_phone_at_every_stage(
    open_context: OpenContext,
    scripted_server: LiveServer,
    camera: CameraFile,
    portrait_film: Path,
    artifacts: Artifacts,
    problems: PageProblems,
) -> None:
    problems.expect("404")
    camera.show(portrait_film)
    context = await open_context(permissions=["camera"], viewport=PHONE)
    page = await open_page(await context.new_page(), scripted_server.endpoint)
    assert not await scrolls_sideways(page)
    await artifacts.picture(page, "try-it-phone-setup")
    await force(page, "realface")
    await start(page)
    await verdict(page)
    assert not await scrolls_sideways(page)
    await artifacts.picture(page, "try-it-phone-result")
    await page.get_by_role("button", name="Erase it all").click()
    await expect(page.get_by_role("heading", name="Erased")).to_be_visible()
    assert not await scrolls_sideways(page)
    await page.screenshot(path=artifacts.folder / "try-it-phone-erased.png", full_page=True)


async def test_a_keyboard_is_enough(
    page: Page, scripted_server: LiveServer, camera: CameraFile, portrait_film: Path
) -> None:
    camera.show(portrait_film)
    await open_page(page, scripted_server.endpoint)
    for _ in range(12):
        await page.keyboard.press("Tab")
        if await page.evaluate("() => document.activeElement.type === 'submit'"):
            break
    await page.keyboard.press("Enter")
    await expect(page.locator("#check-card")).to_be_visible()
