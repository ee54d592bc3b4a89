"""What the person sees, hears and operates, in every state: under the strictest policy, and without a check."""

from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page

from tests.e2e.conftest import OpenContext
from tests.support.axe import Axe
from tests.support.host_pages import STRICT_POLICY, HostPages
from tests.support.page_watch import Artifacts

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 480}
LOW = {"width": 667, "height": 375}
DESKTOP = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Screens:
    """The page that shows any state."""

    page: Page

    async def open(self, locale: str = "en") -> None:
        await self.page.evaluate("(locale) => screens.open(locale)", locale)

    async def names(self) -> list[str]:
        names: list[str] = await self.page.evaluate("screens.names")
        return names

    async def show(self, name: str) -> None:
        await self.page.evaluate("(name) => screens.show(name)", name)

    async def update(self, **settings: object) -> None:
        await self.page.evaluate("(settings) => screens.update(settings)", settings)

    async def events(self) -> list[dict[str, Any]]:
        """What was dispatched since last asked."""
        events: list[dict[str, Any]] = await self.page.evaluate("screens.events.splice(0)")
        return events

    def part(self, name: str) -> Locator:
        return self.page.locator(f"[part~={name}]")

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def focused(self) -> str:
        """The text or name of what has the focus."""
        return str(
            await self.page.evaluate(
                "() => { const at = screens.root().activeElement;"
                " return at === null ? '' : at.labels && at.labels[0] ? at.labels[0].innerText.trim()"
                " : at.getAttribute('aria-label') || at.querySelector('h2')?.innerText || at.innerText; }"
            )
        )


async def open_screens(open_context: OpenContext, host_pages: HostPages, **options: Any) -> Screens:
    host_pages.headers = {"Content-Security-Policy": STRICT_POLICY}
    context = await open_context(**{"viewport": PHONE, "reduced_motion": "reduce", **options})
    page = await context.new_page()
    await page.goto(f"{host_pages.origin}/view.html")
    screens = Screens(page)
    await screens.open()
    return screens


@pytest_asyncio.fixture(loop_scope="session")
async def screens(open_context: OpenContext, host_pages: HostPages) -> Screens:
    """The page on a phone, in English, with nothing moving."""
    return await open_screens(open_context, host_pages)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "ar"])
async def test_no_screen_breaks_an_accessibility_rule(
    open_context: OpenContext, host_pages: HostPages, artifacts: Artifacts, axe: Axe, scheme: str, locale: str
) -> None:
    screens = await open_screens(open_context, host_pages, color_scheme=scheme)
    await screens.open(locale)

    broken = {}
    for name in await screens.names():
        await screens.show(name)
        await artifacts.picture(screens.page, f"view-{scheme}-{locale}-{name}")
        broken[name] = await axe.violations(screens.page)

    assert {name: rules for name, rules in broken.items() if rules} == {}
