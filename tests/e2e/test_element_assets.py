"""The element's files: what is loaded when, from where, and what is said where one is missing."""

import gzip
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.support.checks import CheckPage, create_session
from tests.support.element_pages import ASSETS, HOLD_CAMERA, MODULE, ONWARD, instructed
from tests.support.host_pages import FOLDERS, PAGES, HostPages
from tests.support.page_watch import PageProblems
from tests.support.server import LiveServer

LARGEST_LOAD = 60_000
"""Bytes that cross the network before the camera is open, each file packed by itself."""


def packed_bytes(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def file_at(path: str) -> Path:
    """The file of the element that is served under a path."""
    prefix = next(prefix for prefix in FOLDERS if path.startswith(prefix))
    return FOLDERS[prefix] / path.removeprefix(prefix)


async def test_what_is_loaded_before_the_camera_opens_is_small(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    largest = max((FOLDERS[ASSETS] / "i18n").iterdir(), key=packed_bytes)
    await check.page.add_init_script(HOLD_CAMERA)
    await instructed(check, host_pages, scripted_server, locale=largest.stem)
    await check.page.locator(ONWARD).click()
    await expect(check.page.locator("[data-screen=permission]")).to_be_visible()

    loaded = {path for path in host_pages.asked if path.startswith((ASSETS, MODULE))}

    assert {MODULE, f"{ASSETS}js/main.js", f"{ASSETS}i18n/{largest.name}", f"{ASSETS}images/Turn.svg"} <= loaded
    assert sum(packed_bytes(file_at(path)) for path in loaded) < LARGEST_LOAD

    await check.page.evaluate("allow()")
    assert "success" in await check.outcome()
    assert f"{ASSETS}js/protocol/stream.js" in set(host_pages.asked) - loaded


async def test_what_an_open_camera_needs_and_is_missing_is_named(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer, problems: PageProblems
) -> None:
    problems.expect("404")
    host_pages.folders = {f"{ASSETS}js/protocol/stream.js": PAGES / "nowhere.js"} | FOLDERS
    session = await create_session(scripted_server)
    await check.open(host_pages)
    await check.begin(session.token)

    failure = (await check.outcome())["failure"]

    assert failure["reason"] == "assetsMissing"
    assert f"{ASSETS}js/protocol/stream.js" in failure["message"]
    await expect(check.text("Something unexpected happened")).to_be_visible()


async def test_assets_are_looked_for_beside_the_documents_base(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    host_pages.folders = {"/app/facelivenessdetector-assets/": FOLDERS[ASSETS]} | FOLDERS
    session = await create_session(scripted_server, mode="PassiveActive")
    await check.open(host_pages)
    await check.page.evaluate("""() => {
      document.head.append(Object.assign(document.createElement("base"), {href: "/app/page.html"}));
    }""")
    await check.begin(session.token)

    await expect(check.page.locator(ONWARD)).to_be_visible()

    assert f"/app{ASSETS}js/main.js" in host_pages.asked
    assert f"{ASSETS}js/main.js" not in host_pages.asked


async def test_assets_may_be_anywhere(check: CheckPage, host_pages: HostPages, scripted_server: LiveServer) -> None:
    host_pages.folders = {"/elsewhere/face/": FOLDERS[ASSETS]} | FOLDERS
    await instructed(check, host_pages, scripted_server, assetsUrl="elsewhere/face")

    assert not [path for path in host_pages.asked if path.startswith(ASSETS)]


async def test_a_page_may_take_all_files_from_the_server(blank: Page, scripted_server: LiveServer) -> None:
    session = await create_session(scripted_server, mode="PassiveActive")
    await blank.evaluate(
        """async ([endpoint, token]) => {
          await import(`${endpoint}/FaceLivenessDetector.js`);
          const element = document.createElement("livegate-check");
          element.assetsUrl = `${endpoint}/facelivenessdetector-assets/`;
          document.body.append(element);
          element.start(token);
        }""",
        [scripted_server.endpoint, session.token],
    )

    await expect(blank.locator(ONWARD)).to_be_visible()


@pytest.mark.parametrize(
    ("path", "found"),
    [("/nowhere/", "answered 404"), ("/pages/", "answered 200 with the type text/javascript (SyntaxError")],
    ids=["missing", "page"],
)
async def test_missing_assets_are_named_with_what_to_do(
    check: CheckPage, host_pages: HostPages, problems: PageProblems, path: str, found: str
) -> None:
    problems.expect("404")
    host_pages.folders = {"/pages/js/main.js": PAGES / "blank.html"} | FOLDERS
    await check.open(host_pages)
    await check.begin("a.b.c", assetsUrl=path)

    failure = (await check.outcome())["failure"]

    assert (failure["livenessError"], failure["reason"]) == ("Unexpected", "assetsMissing")
    for words in (f"{host_pages.origin}{path}js/main.js", found, "set assetsUrl"):
        assert words in failure["message"]


async def test_missing_texts_are_named(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer, problems: PageProblems
) -> None:
    problems.expect("404")
    host_pages.folders = {f"{ASSETS}i18n/": PAGES} | FOLDERS
    session = await create_session(scripted_server, mode="PassiveActive")
    await check.open(host_pages)
    await check.begin(session.token)

    failure = (await check.outcome())["failure"]

    assert failure["reason"] == "assetsMissing"
    assert f"{ASSETS}i18n/en.json" in failure["message"]
