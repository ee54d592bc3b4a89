"""Checks that begin at an awkward moment: over one whose texts still come, without texts, or on a hidden page."""

import asyncio

from playwright.async_api import Route, expect

from tests.e2e.test_lifecycle import HIDE, RECORD_TRACKS
from tests.support.checks import CheckPage, create_session
from tests.support.host_pages import HostPages
from tests.support.page_watch import PageProblems
from tests.support.server import LiveServer


async def test_texts_that_come_late_do_not_cover_the_check_that_was_started_since(
    check: CheckPage, host_pages: HostPages, live_server: LiveServer
) -> None:
    asked_first, is_second_shown = asyncio.Event(), asyncio.Event()

    async def hold_first(route: Route) -> None:
        if not asked_first.is_set():
            asked_first.set()
            await is_second_shown.wait()
        await route.continue_()

    await check.page.route("**/i18n/en.json", hold_first)
    first, second = [await create_session(live_server, mode="PassiveActive") for _ in range(2)]
    await check.open(host_pages)
    await check.begin(first.token)
    await asked_first.wait()
    await check.start(second.token)
    await expect(check.button("Cancel")).to_be_visible()

    async with check.page.expect_response("**/i18n/en.json"):
        is_second_shown.set()
    await check.button("Cancel").click()

    assert (await check.outcome(1))["failure"]["reason"] == "cancelled"


async def test_without_texts_no_camera_stays_open(
    check: CheckPage, host_pages: HostPages, live_server: LiveServer, problems: PageProblems
) -> None:
    problems.expect("404")
    await check.page.add_init_script(RECORD_TRACKS)
    is_open = asyncio.Event()

    async def refuse_once_open(route: Route) -> None:
        await is_open.wait()
        await route.fulfill(status=404)

    await check.page.route("**/i18n/*.json", refuse_once_open)
    session = await create_session(live_server)
    await check.open(host_pages)
    await check.begin(session.token)
    await check.page.wait_for_function("() => tracks.length === 1")
    is_open.set()

    assert (await check.outcome())["failure"]["reason"] == "assetsMissing"
    await check.page.wait_for_function("() => tracks[0].readyState === 'ended'")


async def test_on_a_hidden_page_a_check_waits_for_the_person(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    session = await create_session(scripted_server, "livegate-test-realface")
    await check.open(host_pages)
    await check.page.evaluate(HIDE, "hidden")
    await check.begin(session.token)
    await expect(check.text("Paused. Come back to this page to go on.")).to_be_visible()

    await check.page.evaluate(HIDE, "visible")

    assert "success" in await check.outcome()
