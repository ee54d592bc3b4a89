"""Checks that fail: what the person may do about it, and what the app is told in the end."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.conftest import OpenContext
from tests.support.axe import Axe
from tests.support.checks import CheckPage, create_session
from tests.support.chromium import CameraFile
from tests.support.host_pages import HostPages
from tests.support.page_watch import Artifacts, PageProblems
from tests.support.server import LiveServer


async def test_who_denied_the_camera_may_allow_it_and_try_again(
    open_context: OpenContext,
    camera: CameraFile,
    portrait_film: Path,
    host_pages: HostPages,
    scripted_server: LiveServer,
    artifacts: Artifacts,
    axe: Axe,
) -> None:
    camera.show(portrait_film)
    context = await open_context()
    check = CheckPage(await context.new_page())
    session = await create_session(scripted_server, "livegate-test-realface")
    await check.open(host_pages)
    await check.begin(session.token)

    await expect(check.text("The camera may not be used")).to_be_visible()
    await artifacts.picture(check.page, "camera-denied")
    assert await axe.violations(check.page) == []
    await context.grant_permissions(["camera"])
    await check.button("Try again").click()

    assert "success" in await check.outcome()


async def test_a_device_without_a_camera_is_told_so(
    cameraless_chromium: Browser, open_context: OpenContext, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    context = await open_context(cameraless_chromium, permissions=["camera"])
    check = CheckPage(await context.new_page())
    session = await create_session(scripted_server, "livegate-test-realface")
    await check.open(host_pages)
    await check.begin(session.token)

    await expect(check.text("No camera was found")).to_be_visible()
    await check.button("Close").click()
    failure = (await check.outcome())["failure"]

    assert (failure["livenessError"], failure["reason"]) == ("CameraStartupFailure", "cameraMissing")


async def test_a_page_that_is_not_secure_is_told_so(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer, problems: PageProblems
) -> None:
    problems.expect("net::ERR_FAILED|blocked by CORS policy")
    session = await create_session(scripted_server, "livegate-test-realface")
    await check.page.goto(f"{host_pages.origin.replace('127.0.0.1', 'app.example')}/check.html")
    await check.begin(session.token)

    failure = (await check.outcome())["failure"]

    assert (failure["livenessError"], failure["reason"]) == ("CameraStartupFailure", "insecurePage")
    await expect(check.text("The camera works on secure pages only")).to_be_visible()


@pytest.mark.parametrize(
    ("token", "reason"), [(None, "tokenMissing"), ("", "tokenMissing"), ("a.b.c", "tokenMalformed")]
)
async def test_what_is_no_token_is_refused_without_asking_anybody(
    check: CheckPage, host_pages: HostPages, token: str | None, reason: str
) -> None:
    await check.open(host_pages)
    await check.begin(token)

    failure = (await check.outcome())["failure"]

    assert (failure["livenessError"], failure["reason"]) == ("InvalidToken", reason)


async def test_an_expired_token_ends_the_check_at_once(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer, problems: PageProblems
) -> None:
    problems.expect("401")
    session = await create_session(scripted_server, "livegate-test-token-expired")
    await check.open(host_pages)
    await check.begin(session.token)

    failure = (await check.outcome())["failure"]

    assert (failure["livenessError"], failure["reason"]) == ("InvalidToken", "tokenExpired")
    await expect(check.text("This check is no longer open")).to_be_visible()


@pytest.mark.usefixtures("dim_light")
async def test_a_session_that_is_deleted_meanwhile_ends_the_check(
    check: CheckPage, host_pages: HostPages, live_server: LiveServer
) -> None:
    session = await create_session(live_server)
    await check.open(host_pages)
    await check.begin(session.token)
    await expect(check.text("Too dark! Find more light")).to_be_visible()

    await session.delete()
    failure = (await check.outcome())["failure"]

    assert (failure["livenessError"], failure["reason"]) == ("InvalidToken", "sessionEnded")


async def test_a_person_may_try_again_until_no_attempt_is_left(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer, artifacts: Artifacts
) -> None:
    session = await create_session(scripted_server, "livegate-test-attempt-NoFaceDetected")
    await check.open(host_pages)
    await check.begin(session.token)
    for _ in range(2):
        await expect(check.text("No face was seen")).to_be_visible()
        await artifacts.picture(check.page, "no-face")
        await check.button("Try again").click()

    failure = (await check.outcome())["failure"]

    assert (failure["livenessError"], failure["attemptsLeft"]) == ("NoFaceDetected", 0)
    assert len((await session.read())["results"]["attempts"]) == 3


async def test_an_app_may_take_retries_into_its_own_hands(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    session = await create_session(scripted_server, "livegate-test-attempt-ExcessiveImageBlurDetected")
    await check.open(host_pages)
    await check.begin(session.token, retryInPlace=False)

    failure = (await check.outcome())["failure"]

    assert (failure["livenessError"], failure["reason"]) == ("ExcessiveImageBlurDetected", "blurred")
    assert failure["attemptsLeft"] == 2
