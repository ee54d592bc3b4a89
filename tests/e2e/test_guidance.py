"""What a person is told while the camera shows something that cannot be judged, and what happens when it cannot."""

import pytest
from playwright.async_api import Page, expect

from tests.support.checks import CheckPage, create_session
from tests.support.chromium import CameraFile
from tests.support.host_pages import HostPages
from tests.support.page_watch import Artifacts
from tests.support.server import LiveServer


@pytest.mark.parametrize(
    ("film", "guidance"),
    [
        ("empty_room_film", "Look at the camera"),
        ("dark_film", "Too dark! Find more light"),
        ("two_faces_film", "Only one person may be in the picture"),
    ],
)
async def test_the_screen_says_what_is_wrong_and_the_person_may_give_up(
    page: Page,
    camera: CameraFile,
    host_pages: HostPages,
    live_server: LiveServer,
    artifacts: Artifacts,
    request: pytest.FixtureRequest,
    film: str,
    guidance: str,
) -> None:
    camera.show(request.getfixturevalue(film))
    check = CheckPage(page)
    session = await create_session(live_server)
    await check.open(host_pages)
    await check.begin(session.token)

    await expect(check.text(guidance)).to_be_visible()
    await artifacts.picture(page, f"guidance-{film}")
    await check.button("Cancel").click()
    failure = (await check.outcome())["failure"]

    assert (failure["livenessError"], failure["reason"]) == ("UserCanceledSession", "cancelled")
    assert (await session.ended_attempt())["attemptStatus"] == "Canceled"
