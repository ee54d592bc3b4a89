"""A real WebKit (GTK's) whose camera shows a pattern, driven by WebDriver (https://www.w3.org/TR/webdriver2/).

Safari's engine; its camera, its permissions and its windows are not Safari's.
"""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.support.packages import find_program

CONSEQUENCE = (
    "nothing is tested in WebKit; install Debian's packages webkit2gtk-driver, xvfb, gstreamer1.0-plugins-good"
)
BROWSER = "/usr/lib/{machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser"
SETTINGS = ("--automation", "--enable-media-stream=true", "--enable-mock-capture-devices=true")
PATIENCE_SECONDS = 60
CONNECTS = 6


class WebKitPage:
    """One page, in a session of the driver."""

    def __init__(self, client: httpx.AsyncClient, session: str) -> None:
        self._client = client
        self._session = session

    async def open(self, address: str) -> None:
        """Go to an address and wait until all of it is there."""
        await call(self._client, f"{self._session}/url", {"url": address})

    async def evaluate(self, expression: str) -> Any:
        """Return what a JavaScript expression, or its promise, comes to, as JSON values."""
        settle = "const done = arguments[arguments.length - 1]"
        outcomes = "(value) => done({value}), (error) => done({error: String(error)})"
        script = f"{settle}; (async () => {expression})().then({outcomes});"
        outcome = await call(self._client, f"{self._session}/execute/async", {"script": script, "args": []})
        assert "error" not in outcome, outcome
        return outcome.get("value")


async def call(client: httpx.AsyncClient, path: str, content: dict[str, Any]) -> Any:
    """Send a command to the driver and return its value."""
    answer = await client.post(path, json=content)
    assert answer.status_code == httpx.codes.OK, answer.text
    return answer.json()["value"]


@asynccontextmanager
async def running_webkit() -> AsyncIterator[WebKitPage]:
    """Run the system's WebKit on a display of its own."""
    driver, display_server = find_program("WebKitWebDriver", CONSEQUENCE), find_program("Xvfb", CONSEQUENCE)
    async with running_display(display_server) as display:
        port = free_port()
        process = await asyncio.create_subprocess_exec(
            driver,
            f"--port={port}",
            env={**os.environ, "DISPLAY": display},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        # The driver does not say when it listens.
        transport = httpx.AsyncHTTPTransport(retries=CONNECTS)
        try:
            async with httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{port}", transport=transport, timeout=PATIENCE_SECONDS
            ) as client:
                session = await begin(client)
                yield WebKitPage(client, session)
                await client.delete(session)
        finally:
            process.terminate()
            await process.wait()


async def begin(client: httpx.AsyncClient) -> str:
    """Open the browser and return the path of the driver's session."""
    options = {"binary": BROWSER.format(machine=os.uname().machine), "args": SETTINGS}
    wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
    begun = await call(client, "/session", {"capabilities": {"alwaysMatch": wanted}})
    return f"/session/{begun['sessionId']}"


@asynccontextmanager
async def running_display(program: str) -> AsyncIterator[str]:
    """Run a display that nobody sees, and yield its name."""
    reading, writing = os.pipe()
    process = await asyncio.create_subprocess_exec(
        program,
        *("-displayfd", str(writing), "-screen", "0", "1000x900x24"),
        pass_fds=[writing],
        stderr=asyncio.subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        number = await asyncio.to_thread(Path(f"/proc/self/fd/{reading}").read_bytes)
        yield f":{number.decode().strip()}"
    finally:
        os.close(reading)
        process.terminate()
        await process.wait()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
