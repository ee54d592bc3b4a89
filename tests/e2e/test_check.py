"""Whole checks on an app's page, from the token to what the app and its backend are told."""

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Page, Request, WebSocket, expect

from livegate.liveness import challenge
from tests.support.actor import render_actor
from tests.support.axe import Axe
from tests.support.checks import CheckPage, create_session
from tests.support.chromium import CameraFile
from tests.support.films import film_of
from tests.support.host_pages import FOLDERS, ISOLATION, STRICT_POLICY, HostPages, policy_for
from tests.support.page_watch import Artifacts
from tests.support.relay import Relay
from tests.support.server import LiveServer

DECISIONS = {"realface", "spoofface", "uncertain"}
DATA = Path(os.environ.get("LIVEGATE_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
RECORDINGS = DATA / "pad_videos"


@pytest.mark.parametrize("decision", ["realface", "spoofface"])
async def test_the_page_learns_an_id_and_a_digest_and_never_the_decision(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer, decision: str
) -> None:
    session = await create_session(scripted_server, f"livegate-test-{decision}")
    await check.open(host_pages)
    await check.begin(session.token)

    success = (await check.outcome())["success"]

    judged = (await session.newest_attempt())["result"]
    assert judged["livenessDecision"] == decision
    assert set(success) == {"resultId", "digest"}
    assert success["digest"] == judged["digest"]


async def test_a_film_is_judged_by_the_models(
    check: CheckPage, host_pages: HostPages, live_server: LiveServer, artifacts: Artifacts, axe: Axe
) -> None:
    session = await create_session(live_server)
    await check.open(host_pages)
    await check.begin(session.token)
    await expect(check.text("Hold still")).to_be_visible()
    await artifacts.picture(check.page, "passive-capture")
    assert await axe.violations(check.page) == []

    success = (await check.outcome())["success"]

    await artifacts.picture(check.page, "passive-done")
    judged = (await session.newest_attempt())["result"]
    assert judged["livenessDecision"] in DECISIONS
    assert success["digest"] == judged["digest"]


@pytest.mark.parametrize(
    ("recording", "decisions"),
    [
        ("liveportrait_source_s18.mp4", {"realface"}),
        ("td_replay_of_624324023caf6971024bd220.mp4", {"spoofface", "uncertain"}),
    ],
)
async def test_recordings_are_judged_as_what_they_show(
    check: CheckPage,
    camera: CameraFile,
    films: Path,
    host_pages: HostPages,
    live_server: LiveServer,
    recording: str,
    decisions: set[str],
) -> None:
    if not RECORDINGS.is_dir():
        pytest.skip(f"no measurement data in {DATA}")
    camera.show(film_of(RECORDINGS / recording, films / "recording.y4m"))
    session = await create_session(live_server)
    await check.open(host_pages)
    await check.begin(session.token)

    assert "success" in await check.outcome()

    assert (await session.newest_attempt())["result"]["livenessDecision"] in decisions


@pytest_asyncio.fixture(loop_scope="session")
async def actor_page(
    page: Page, host_pages: HostPages, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[CheckPage]:
    """A page whose camera shows a person who does what the screen says."""
    folder = tmp_path_factory.mktemp("actor")
    render_actor(folder)
    host_pages.folders = {"/actor/": folder} | FOLDERS
    check = CheckPage(page)
    await check.open(host_pages, "acted_check.html")
    yield check


TEXTS = json.loads((FOLDERS["/facelivenessdetector-assets/"] / "i18n" / "en.json").read_text(encoding="utf-8"))
PROMPTS = {
    TEXTS[f"AZAIF_Feedback{action.value[0].upper()}{action.value[1:]}"]: action.value for action in challenge.Action
}
HAS_READ = "(texts) => read.some(({ text }) => texts.includes(text))"


async def test_a_person_who_reads_the_screen_passes_the_challenge(
    actor_page: CheckPage, live_server: LiveServer, artifacts: Artifacts, axe: Axe
) -> None:
    session = await create_session(live_server, mode="PassiveActive")
    told = messages_of(actor_page.page)
    await actor_page.begin(session.token)
    await expect(actor_page.button("Continue")).to_be_visible()
    await artifacts.picture(actor_page.page, "active-instructions")
    assert await axe.violations(actor_page.page) == []
    await actor_page.button("Continue").click()
    await actor_page.page.wait_for_function(HAS_READ, arg=list(PROMPTS))
    await artifacts.picture(actor_page.page, "active-turn")
    await actor_page.page.wait_for_function(HAS_READ, arg=["Great!"])
    await artifacts.picture(actor_page.page, "active-praise")

    assert "success" in await actor_page.outcome()

    read = await actor_page.page.evaluate("read")
    asked = [message["action"] for message in told if message["type"] == "challenge" and message["action"] is not None]
    prompts = [line for line in read if line["text"] in PROMPTS]
    assert [PROMPTS[prompt["text"]] for prompt in prompts] == asked
    assert [prompt["arrow"] or "smile" for prompt in prompts] == asked
    assert len(asked) == 4
    assert (await session.newest_attempt())["result"]["livenessDecision"] in DECISIONS


def messages_of(page: Page) -> list[dict[str, Any]]:
    """What the server says to the page from now on."""
    told: list[dict[str, Any]] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda text: told.append(json.loads(text)))

    page.on("websocket", listen)
    return told


async def test_a_page_under_a_strict_policy_calls_the_server_and_nobody_else(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    policy = policy_for(scripted_server.endpoint)
    host_pages.headers = ISOLATION | {"Content-Security-Policy": policy}
    called = hosts_called_by(check.page)
    session = await create_session(scripted_server, "livegate-test-realface")
    await check.open(host_pages)
    await check.begin(session.token)

    assert "success" in await check.outcome()

    assert await check.page.evaluate("crossOriginIsolated")
    assert called == {urlsplit(host_pages.origin).netloc, urlsplit(scripted_server.endpoint).netloc}


def hosts_called_by(page: Page) -> set[str]:
    """Every host that the page calls from now on, by HTTP or a WebSocket."""
    called: set[str] = set()

    def note(call: Request | WebSocket) -> None:
        called.add(urlsplit(call.url).netloc)

    page.on("request", note)
    page.on("websocket", note)
    return called


async def test_behind_one_proxy_the_strictest_policy_is_enough(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    host_pages.headers = {"Content-Security-Policy": STRICT_POLICY}
    host_pages.server = Relay(scripted_server.endpoint)
    session = await create_session(scripted_server, "livegate-test-realface", endpoint=host_pages.origin)
    await check.open(host_pages)
    await check.begin(session.token)

    assert "success" in await check.outcome()
