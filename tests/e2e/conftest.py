"""A browser with a camera that plays films, an app's pages on an origin of their own, and a server.

All tests here are coroutines on one event loop, which the browser's connection lives on.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.support.axe import Axe
from tests.support.checks import CheckPage
from tests.support.chromium import CameraFile, running_chromium
from tests.support.films import darkened, doubled, empty_room, film_of, frames_of, write_film
from tests.support.host_pages import FOLDERS, STRICT_POLICY, HostPages, running_host_pages
from tests.support.packages import install_javascript
from tests.support.page_watch import Artifacts, PageProblems
from tests.support.screens import PHONE, Screens
from tests.support.server import LiveServer, running_server

FOLDER = Path(__file__).parent
FAILED = pytest.StashKey[bool]()
PICTURES = pytest.StashKey[Path]()
PATIENCE_MILLISECONDS = 20_000
"""How long anything that must come may take: a verdict on a busy machine takes its time."""

OpenContext = Callable[..., Awaitable[BrowserContext]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run every test of this folder on the loop of the session."""
    for item in items:
        if item.path.is_relative_to(FOLDER):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Let the fixtures know whether the test has failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say where the pictures are."""
    if PICTURES in config.stash:
        terminalreporter.write_line(f"Pictures of the pages: {config.stash[PICTURES]}")


@pytest.fixture(scope="session")
def camera(tmp_path_factory: pytest.TempPathFactory) -> CameraFile:
    """What the camera plays; a test says which film."""
    return CameraFile(tmp_path_factory.mktemp("camera"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(camera: CameraFile) -> AsyncIterator[Browser]:
    """The browser of all tests; each has a context of its own."""
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    async with running_chromium(camera) as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def cameraless_chromium() -> AsyncIterator[Browser]:
    """A browser on a machine without a camera."""
    async with running_chromium(None) as browser:
        yield browser


@pytest.fixture
def problems() -> PageProblems:
    """What went wrong in the test's pages; a test fails over what it does not expect."""
    return PageProblems()


@pytest.fixture(scope="session")
def artifacts(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Artifacts:
    """Where pictures go: the folder of ``--artifacts``, or one of this run; its end names it."""
    named = pytestconfig.getoption("artifacts")
    folder = tmp_path_factory.mktemp("pictures") if named is None else Path(named).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    pytestconfig.stash[PICTURES] = folder
    return Artifacts(folder)


@pytest_asyncio.fixture(loop_scope="session")
async def open_context(
    chromium: Browser, problems: PageProblems, artifacts: Artifacts, request: pytest.FixtureRequest
) -> AsyncIterator[OpenContext]:
    """Open a context with any of Playwright's options; after the test all are closed and their problems looked at."""
    opened: list[BrowserContext] = []

    async def open_one(browser: Browser = chromium, **options: Any) -> BrowserContext:
        context = await browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        problems.watch(context)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        if request.node.stash.get(FAILED, False):
            for number, page in enumerate(context.pages):
                await artifacts.picture(page, f"failed-{request.node.name}-{number}")
        await context.close()
    assert problems.unexpected == []


@pytest_asyncio.fixture(loop_scope="session")
async def context(open_context: OpenContext) -> BrowserContext:
    """A fresh profile in which every page may use the camera."""
    return await open_context(permissions=["camera"])


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> Page:
    """An empty page of that profile."""
    return await context.new_page()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_host_pages() -> AsyncIterator[HostPages]:
    async with running_host_pages() as pages:
        yield pages


@pytest.fixture
def host_pages(shared_host_pages: HostPages) -> Iterator[HostPages]:
    """An app's web server on an origin of its own; what a test sets on it is forgotten afterwards."""
    yield shared_host_pages
    shared_host_pages.headers, shared_host_pages.folders, shared_host_pages.server = {}, FOLDERS, None
    shared_host_pages.backend = None
    shared_host_pages.asked.clear()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> Axe:
    """The accessibility rules."""
    installed = install_javascript(FOLDER / "javascript", tmp_path_factory.mktemp("axe"))
    return Axe((installed / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def scripted_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server in test mode: it decides as a session's correlation id says, after one second of frames."""
    with running_server(tmp_path_factory.mktemp("scripted") / "data", test_mode="true") as server:
        yield server


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the films that were made in this run."""
    return tmp_path_factory.mktemp("films")


@pytest.fixture(scope="session")
def portrait_film(portrait_clip: Path, films: Path) -> Path:
    """One person, well lit, who turns the head: rendered, and judged as such."""
    return film_of(portrait_clip, films / "portrait.y4m")


@pytest.fixture(scope="session")
def empty_room_film(films: Path) -> Path:
    """Nobody."""
    return write_film(films / "empty-room.y4m", empty_room())


@pytest.fixture(scope="session")
def dark_film(portrait_clip: Path, films: Path) -> Path:
    """The same person, hardly lit."""
    return write_film(films / "dark.y4m", darkened(frames_of(portrait_clip)))


@pytest.fixture(scope="session")
def two_faces_film(portrait_clip: Path, films: Path) -> Path:
    """Two people beside each other."""
    return write_film(films / "two-faces.y4m", doubled(frames_of(portrait_clip)))


@pytest.fixture
def check(page: Page, camera: CameraFile, portrait_film: Path) -> CheckPage:
    """An app's page whose camera shows one person."""
    camera.show(portrait_film)
    return CheckPage(page)


@pytest.fixture
def dim_light(check: CheckPage, camera: CameraFile, dark_film: Path) -> None:
    """Let the camera of ``check`` show one person too dark to be judged, so that a capture lasts its half minute.

    For tests of what a person does meanwhile: a good capture may be over before a test has seen that it runs.
    """
    camera.show(dark_film)


@pytest_asyncio.fixture(loop_scope="session")
async def blank(page: Page, host_pages: HostPages) -> Page:
    """A page that knows nothing of the element yet."""
    await page.goto(f"{host_pages.origin}/blank.html")
    return page


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_screens(chromium: Browser, shared_host_pages: HostPages) -> AsyncIterator[Screens]:
    """One page for most tests: to open another takes longer than what they look at."""
    context = await chromium.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    shared_host_pages.headers = {"Content-Security-Policy": STRICT_POLICY}
    page = await context.new_page()
    await page.goto(f"{shared_host_pages.origin}/view.html")
    shared_host_pages.headers = {}
    yield Screens(page)
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def screens(
    shared_screens: Screens,
    host_pages: HostPages,
    problems: PageProblems,
    artifacts: Artifacts,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Screens]:
    """The page on a phone, in English, with nothing moving."""
    page = shared_screens.page
    problems.watch(page.context)
    await page.set_viewport_size(PHONE)
    await page.emulate_media(color_scheme="light")
    await shared_screens.reset()
    yield shared_screens
    if request.node.stash.get(FAILED, False):
        await artifacts.picture(page, f"failed-{request.node.name}")
    problems.leave(page.context)
    assert problems.unexpected == []
