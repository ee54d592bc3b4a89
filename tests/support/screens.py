"""The page that shows the screens of a check in any state, without a check."""

from dataclasses import dataclass
from typing import Any

from playwright.async_api import Locator, Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 320, "height": 480}
LOW: ViewportSize = {"width": 667, "height": 375}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Screens:
    """The page `view.html`, open."""

    page: Page

    async def reset(self) -> None:
        """Begin anew in English, whatever was done to the page before."""
        await self.page.evaluate("screens.reset()")

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
        """The accessible name of what has the focus."""
        snapshot = await self.page.locator(":focus").last.aria_snapshot()
        return snapshot.split('"')[1]
