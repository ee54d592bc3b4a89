"""A real Firefox whose camera shows a moving pattern, driven by WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/).

Playwright's Firefox is a build of its own; this is the one that people have.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.support.packages import find_program

LISTENING = b"WebDriver BiDi listening on "
LARGEST_MESSAGE = 16 * 1024 * 1024
PATIENCE_SECONDS = 30

CAMERA_ALLOWED: Mapping[str, bool | int] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
}
CAMERA_DENIED: Mapping[str, bool | int] = {"media.navigator.streams.fake": True, "permissions.default.camera": 2}


class FirefoxPage:
    """One page. ``errors`` are what it wrote to its console as errors, and what it did not catch."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._numbers = count(1)
        self._context = ""
        self.errors: list[str] = []

    async def begin(self) -> None:
        """Take the window that the browser has opened."""
        await self._call("session.new", {"capabilities": {}})
        await self._call("session.subscribe", {"events": ["log.entryAdded"]})
        tree = await self._call("browsingContext.getTree", {})
        self._context = tree["contexts"][0]["context"]

    async def open(self, address: str) -> None:
        """Go to an address and wait until all of it is there."""
        await self._call("browsingContext.navigate", {"context": self._context, "url": address, "wait": "complete"})

    async def evaluate(self, expression: str) -> Any:
        """Return what a JavaScript expression, or its promise, comes to, as JSON values."""
        target = {"context": self._context}
        asked = {"expression": f"(async () => JSON.stringify(await ({expression})) ?? null)()", "target": target}
        evaluating = self._call("script.evaluate", {**asked, "awaitPromise": True})
        answer = await asyncio.wait_for(evaluating, PATIENCE_SECONDS)
        assert answer["type"] == "success", answer
        return json.loads(answer["result"].get("value") or "null")

    async def _call(self, method: str, parameters: Mapping[str, Any]) -> Any:
        number = next(self._numbers)
        await self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        async for text in self._connection:
            message = json.loads(text)
            if message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self.errors.append(message["params"]["text"])
            if message.get("id") == number:
                assert message["type"] == "success", message
                return message["result"]
        raise RuntimeError("Firefox closed the connection.")


@asynccontextmanager
async def running_firefox(profile: Path, preferences: Mapping[str, bool | int]) -> AsyncIterator[FirefoxPage]:
    """Run the system's Firefox with a new profile in the folder ``profile``."""
    program = find_program("firefox-esr", "nothing is tested in Firefox; install Debian's package firefox-esr")
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    options = ("--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0")
    process = await asyncio.create_subprocess_exec(
        program, *options, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        address = await asyncio.wait_for(_address(process), PATIENCE_SECONDS)
        async with connect(f"{address}/session", max_size=LARGEST_MESSAGE) as connection:
            page = FirefoxPage(connection)
            await page.begin()
            yield page
    finally:
        process.terminate()
        await process.communicate()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    async for line in process.stderr:
        if line.startswith(LISTENING):
            return line.removeprefix(LISTENING).decode().strip()
    raise RuntimeError("Firefox ended before it listened.")
