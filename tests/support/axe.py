"""The accessibility rules of axe-core, run in a page."""

from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page


@dataclass(frozen=True)
class Axe:
    """Runs the rules; ``source`` is axe-core's script."""

    source: str

    async def violations(self, page: Page) -> list[str]:
        """Return the rules that the page as it is now breaks, each with the elements that break it; shadow DOM too."""
        if not await page.evaluate("() => 'axe' in window"):
            await page.evaluate(self.source)
        found: dict[str, Any] = await page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{violation['id']}: {violation['help']}: {[node['target'] for node in violation['nodes']]}"
            for violation in found["violations"]
        ]
