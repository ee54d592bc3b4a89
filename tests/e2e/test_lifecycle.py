"""What the element leaves behind: after a result, when it is cancelled, taken away, put up twice, or hidden."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.support.checks import CheckPage, create_session
from tests.support.chromium import CameraFile
from tests.support.host_pages import HostPages
from tests.support.page_watch import Artifacts
from tests.support.server import LiveServer

RECORD_TRACKS = """
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.tracks = [];
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await open(wanted);
  tracks.push(...stream.getTracks());
  return stream;
};
"""
TRACK_STATES = "() => tracks.map((track) => track.readyState)"

HIDE = """(state) => {
  Object.defineProperty(document, "visibilityState", {value: state, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""

# In the page, since a capture may be over before a test has seen that it runs.
HIDE_ONCE_GUIDED = f"""
document.addEventListener("livegate-statechange", function look({{ detail }}) {{
  if (detail.guidance !== "good") return;
  document.removeEventListener("livegate-statechange", look);
  ({HIDE})("hidden");
}});
"""


async def test_the_camera_is_off_once_there_is_a_result(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    await check.page.add_init_script(RECORD_TRACKS)
    session = await create_session(scripted_server, "livegate-test-realface")
    await check.open(host_pages)
    await check.begin(session.token)

    assert "success" in await check.outcome()

    assert await check.page.evaluate(TRACK_STATES) == ["ended"]
    await expect(check.page.locator("azure-ai-vision-face-ui")).to_have_css("height", "0px")


@pytest.mark.usefixtures("dim_light")
async def test_escape_cancels_and_ends_the_attempt(
    check: CheckPage, host_pages: HostPages, live_server: LiveServer
) -> None:
    await check.page.add_init_script(RECORD_TRACKS)
    session = await create_session(live_server)
    await check.open(host_pages)
    await check.begin(session.token)
    await expect(check.text("Too dark! Find more light")).to_be_visible()

    await check.page.keyboard.press("Escape")
    failure = (await check.outcome())["failure"]

    assert failure["livenessError"] == "UserCanceledSession"
    assert await check.page.evaluate(TRACK_STATES) == ["ended"]
    assert (await session.ended_attempt())["attemptStatus"] == "Canceled"


@pytest.mark.usefixtures("dim_light")
async def test_an_element_that_is_taken_away_stops_and_nobody_hears_of_it(
    check: CheckPage, host_pages: HostPages, live_server: LiveServer
) -> None:
    await check.page.add_init_script(RECORD_TRACKS)
    session = await create_session(live_server)
    await check.open(host_pages)
    await check.add()
    await check.page.evaluate(
        "(token) => { document.querySelector('azure-ai-vision-face-ui').start(token); }", session.token
    )
    await expect(check.text("Too dark! Find more light")).to_be_visible()

    await check.page.evaluate("app.remove()")

    assert await check.page.evaluate(TRACK_STATES) == ["ended"]


async def test_starting_twice_is_one_check(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    session = await create_session(scripted_server, "livegate-test-realface")
    await check.open(host_pages)
    await check.add()

    is_one = await check.page.evaluate(
        """async (token) => {
          const element = document.querySelector("azure-ai-vision-face-ui");
          const [first, second] = [element.start(token), element.start(token)];
          return await first === await second;
        }""",
        session.token,
    )

    assert is_one
    assert len((await session.read())["results"]["attempts"]) == 1


async def test_an_element_may_be_put_up_before_there_is_a_token_and_again_with_it(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    session = await create_session(scripted_server, "livegate-test-realface")
    await check.open(host_pages)
    await check.begin(None)
    await check.page.evaluate("app.remove()")
    await check.begin(session.token)
    await check.page.evaluate("app.remove()")
    await check.begin(session.token)

    outcomes = [await check.outcome(number) for number in range(3)]

    assert outcomes[0]["failure"]["livenessError"] == "InvalidToken"
    assert outcomes[1]["failure"]["livenessError"] == "UserCanceledSession"
    assert "success" in outcomes[2]


async def test_two_elements_run_beside_each_other(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer, artifacts: Artifacts
) -> None:
    sessions = [await create_session(scripted_server, "livegate-test-realface") for _ in range(2)]
    await check.open(host_pages)
    for number, session in enumerate(sessions):
        await check.add()
        await check.start(session.token, number)

    outcomes = [await check.outcome(number) for number in range(2)]

    digests = [(await session.newest_attempt())["result"]["digest"] for session in sessions]
    assert [outcome["success"]["digest"] for outcome in outcomes] == digests


async def test_a_check_waits_for_a_person_who_looks_elsewhere_for_a_moment(
    check: CheckPage, host_pages: HostPages, live_server: LiveServer, artifacts: Artifacts
) -> None:
    await check.page.add_init_script(HIDE_ONCE_GUIDED)
    session = await create_session(live_server)
    await check.open(host_pages)
    await check.begin(session.token)

    await expect(check.text("Paused. Come back to this page to go on.")).to_be_visible()
    await artifacts.picture(check.page, "paused")
    await check.page.evaluate(HIDE, "visible")

    assert "success" in await check.outcome()


@pytest.mark.usefixtures("dim_light")
async def test_a_person_who_stays_away_is_interrupted_and_may_try_again(
    check: CheckPage, camera: CameraFile, portrait_film: Path, host_pages: HostPages, live_server: LiveServer
) -> None:
    await check.page.clock.install()
    session = await create_session(live_server)
    await check.open(host_pages)
    await check.begin(session.token)
    await expect(check.text("Too dark! Find more light")).to_be_visible()

    await check.page.evaluate(HIDE, "hidden")
    await expect(check.text("Paused. Come back to this page to go on.")).to_be_visible()
    await check.page.clock.fast_forward("00:15")
    await expect(check.text("The check was interrupted")).to_be_visible()
    await check.page.evaluate(HIDE, "visible")
    camera.show(portrait_film)
    await check.button("Try again").click()

    assert "success" in await check.outcome()
