"""Checks whose road to the server is lost, or whose server."""

from pathlib import Path

from playwright.async_api import Route, expect

from tests.support.checks import CheckPage, create_session
from tests.support.host_pages import HostPages
from tests.support.page_watch import Artifacts, PageProblems
from tests.support.relay import running_relay
from tests.support.server import LiveServer, running_server

PART_OF_A_CAPTURE = 200_000
"""Bytes: some frames, and fewer than the ten that are judged at least."""

LOST = "The connection was lost. Trying to connect again..."

REPORTED = "WebSocket connection to|net::ERR"
"""What the browser itself writes of a connection that is lost or refused."""

REPORTED_OF_A_MENDED_ROAD = f"{REPORTED}|status of 426"
"""And where the road is mended between a WebSocket that is refused and the call that asks why."""


async def test_a_short_loss_of_the_network_is_made_up_for(
    check: CheckPage, host_pages: HostPages, live_server: LiveServer, artifacts: Artifacts, problems: PageProblems
) -> None:
    problems.expect(REPORTED_OF_A_MENDED_ROAD)
    async with running_relay(live_server.endpoint) as relay:
        session = await create_session(live_server, endpoint=relay.endpoint)
        await check.open(host_pages)
        relay.cut_after(PART_OF_A_CAPTURE)
        await check.begin(session.token)

        await expect(check.text(LOST)).to_be_visible()
        await artifacts.picture(check.page, "connection-lost")
        relay.mend()
        success = (await check.outcome())["success"]

    attempts = (await session.read())["results"]["attempts"]
    assert [attempt["result"]["digest"] for attempt in attempts] == [success["digest"]]


async def test_a_network_that_is_back_when_the_server_is_asked_for_a_reason_is_used_again(
    check: CheckPage, host_pages: HostPages, live_server: LiveServer, problems: PageProblems
) -> None:
    problems.expect(REPORTED_OF_A_MENDED_ROAD)
    async with running_relay(live_server.endpoint) as relay:

        async def mend_and_go_on(route: Route) -> None:
            relay.mend()
            await route.continue_()

        await check.page.route("**/session/stream", mend_and_go_on)
        session = await create_session(live_server, endpoint=relay.endpoint)
        await check.open(host_pages)
        relay.cut_after(PART_OF_A_CAPTURE)
        await check.begin(session.token)

        assert "success" in await check.outcome()


async def test_a_longer_loss_ends_the_check(
    check: CheckPage, host_pages: HostPages, live_server: LiveServer, problems: PageProblems
) -> None:
    problems.expect(REPORTED)
    await check.page.clock.install()
    async with running_relay(live_server.endpoint) as relay:
        session = await create_session(live_server, endpoint=relay.endpoint)
        await check.open(host_pages)
        relay.cut_after(PART_OF_A_CAPTURE)
        await check.begin(session.token)

        await expect(check.text(LOST)).to_be_visible()
        await check.page.clock.fast_forward("01:00")
        await check.button("Close").click()
        failure = (await check.outcome())["failure"]

    assert (failure["livenessError"], failure["reason"]) == ("ServerRequestTimedOut", "serverUnreachable")


async def test_a_server_that_is_restarted_lets_the_person_try_again(
    check: CheckPage, host_pages: HostPages, tmp_path: Path, problems: PageProblems
) -> None:
    problems.expect(REPORTED_OF_A_MENDED_ROAD)
    data = tmp_path / "data"
    with running_server(data) as first:
        async with running_relay(first.endpoint) as relay:
            session = await create_session(first, endpoint=relay.endpoint)
            await check.open(host_pages)
            relay.cut_after(PART_OF_A_CAPTURE)
            await check.begin(session.token)
            await expect(check.text(LOST)).to_be_visible()

            first.kill()
            with running_server(data) as second:
                relay.upstream = second.endpoint
                relay.mend()
                await check.button("Try again").click()

                assert "success" in await check.outcome()
