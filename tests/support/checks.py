"""A check as an app runs it: its backend makes a session, its page has the element, the person presses buttons."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.async_api import Locator, Page

from tests.support.host_pages import HostPages
from tests.support.server import LiveServer

SESSIONS = "/face/v1.2/detectLiveness-sessions"
END_SECONDS = 20


@dataclass(frozen=True)
class Session:
    """A session, as the app's backend knows it."""

    server: LiveServer
    id: str
    token: str

    async def read(self) -> dict[str, Any]:
        """What the server says about it."""
        async with _backend(self.server) as backend:
            answer: dict[str, Any] = (await backend.get(f"{SESSIONS}/{self.id}")).json()
            return answer

    async def newest_attempt(self) -> dict[str, Any]:
        attempt: dict[str, Any] = (await self.read())["results"]["attempts"][0]
        return attempt

    async def ended_attempt(self) -> dict[str, Any]:
        """The newest attempt once it has ended: who gives up is told at once, and the server ends it behind that."""
        async with asyncio.timeout(END_SECONDS):
            while (attempt := await self.newest_attempt())["attemptStatus"] == "Running":
                pass
        return attempt

    async def delete(self) -> None:
        async with _backend(self.server) as backend:
            assert (await backend.delete(f"{SESSIONS}/{self.id}")).is_success


async def create_session(
    server: LiveServer, scenario: str | None = "a-device", *, mode: str = "Passive", endpoint: str | None = None
) -> Session:
    """Create a session; the page reaches the server at ``endpoint``, where that is another than the server's own.

    ``scenario`` is what a server in test mode makes of it; without one, the device tells its own id.
    """
    host = (endpoint or server.endpoint).removeprefix("http://")
    device = {"deviceCorrelationIdSetInClient": True} if scenario is None else {"deviceCorrelationId": scenario}
    fields = {"livenessOperationMode": mode} | device
    async with _backend(server) as backend:
        answer = await backend.post(SESSIONS, json=fields, headers={"Host": host})
    created = answer.json()
    return Session(server, created["sessionId"], created["authToken"])


@dataclass(frozen=True)
class CheckPage:
    """An app's page with the element."""

    page: Page

    async def open(self, host_pages: HostPages, name: str = "check.html") -> None:
        """Go there, and wait until its script has run."""
        await self.page.goto(f"{host_pages.origin}/{name}")
        await self.page.evaluate("customElements.whenDefined('azure-ai-vision-face-ui').then(() => true)")

    async def begin(self, token: str | None, **properties: object) -> None:
        """Put an element with these properties into the page and start it."""
        await self.add(**properties)
        await self.start(token)

    async def add(self, **properties: object) -> None:
        await self.page.evaluate("(properties) => app.add(properties)", properties)

    async def start(self, token: str | None, number: int = 0) -> None:
        """Start an element; ``None`` is a token that the app does not have yet."""
        await self.page.evaluate("([token, number]) => { app.start(token, number); }", [token, number])

    async def outcome(self, number: int = 0) -> dict[str, Any]:
        """What came of a start, once something has: ``success`` or ``failure``."""
        settled: dict[str, Any] = await self.page.evaluate("(number) => app.outcome(number)", number)
        return settled

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def text(self, text: str) -> Locator:
        """What is seen on the screen, by its words; what is only heard is not."""
        seen = self.page.locator("[part~=check], [part~=outcome]")
        return seen.get_by_text(text, exact=True).filter(visible=True)


def _backend(server: LiveServer) -> httpx.AsyncClient:
    key = {"Ocp-Apim-Subscription-Key": server.key}
    return httpx.AsyncClient(base_url=server.endpoint, headers=key, timeout=60)
