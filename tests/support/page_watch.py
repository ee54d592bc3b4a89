"""What a test of a page leaves behind: pictures of it, and whatever went wrong in it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import BrowserContext, ConsoleMessage, Page, WebError


@dataclass
class PageProblems:
    """Everything that pages wrote to their console or failed with: none of it is normal."""

    _found: list[str] = field(default_factory=list)
    _expected: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Listen to all pages of this context."""
        context.on("console", self._hear)
        context.on("weberror", self._fail)

    def leave(self, context: BrowserContext) -> None:
        """Listen to them no more."""
        context.remove_listener("console", self._hear)
        context.remove_listener("weberror", self._fail)

    def expect(self, pattern: str) -> None:
        """Pass over what this regular expression finds: the browser itself reports a refused request, say."""
        self._expected.append(pattern)

    @property
    def unexpected(self) -> list[str]:
        """What no test has expected."""
        return [text for text in self._found if not any(re.search(pattern, text) for pattern in self._expected)]

    def _hear(self, message: ConsoleMessage) -> None:
        self._found.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _fail(self, error: WebError) -> None:
        self._found.append(f"uncaught: {error.error}")


@dataclass(frozen=True)
class Artifacts:
    """The folder for pictures, which a run names at its end."""

    folder: Path

    async def picture(self, page: Page, name: str) -> None:
        """Keep what the page looks like now."""
        await page.screenshot(path=self.folder / f"{name}.png", animations="disabled")
