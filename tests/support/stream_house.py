"""An app backend and its devices before a server in test mode, which takes any bytes for a frame."""

import asyncio
import hashlib
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from livegate.settings import Settings
from tests.support.sessions import ManualClock
from tests.support.streaming import StreamingDevice, backend, serving, streaming

KEY = "k" * 32
SESSIONS = "/face/v1.2/detectLiveness-sessions"
VERIFY_SESSIONS = "/face/v1.2/detectLivenessWithVerify-sessions"
MAGIC = {"livenessOperationMode": "Passive", "deviceCorrelationId": "livegate-test-realface"}
FRAMES = [b"frame %d" % index for index in range(11)]
DIGEST = hashlib.sha256(b"".join(FRAMES)).hexdigest().upper()


@dataclass
class StreamHouse:
    """A server, its app backend, and its devices, which all end with ``stack``."""

    stack: AsyncExitStack
    endpoint: str
    client: httpx.AsyncClient

    async def create(self, path: str = SESSIONS, **fields: object) -> dict[str, str]:
        answer = await self.client.post(path, json=MAGIC | fields)
        assert answer.status_code == 200, answer.text
        session: dict[str, str] = answer.json()
        return session

    async def create_verifying(self) -> dict[str, str]:
        """Create a session whose device brings the verify image."""
        answer = await self.client.post(VERIFY_SESSIONS, files={name: (None, text) for name, text in MAGIC.items()})
        session: dict[str, str] = answer.json()
        return session

    async def device(self, session: dict[str, str], **options: str) -> StreamingDevice:
        return await self.stack.enter_async_context(streaming(self.endpoint, session["authToken"], **options))

    async def attempts(self, session: dict[str, str]) -> list[dict[str, Any]]:
        read = await self.client.get(f"{SESSIONS}/{session['sessionId']}")
        attempts: list[dict[str, Any]] = read.json()["results"]["attempts"]
        return attempts

    async def statuses(self, session: dict[str, str]) -> list[str]:
        return [attempt["attemptStatus"] for attempt in await self.attempts(session)]

    async def ended(self, session: dict[str, str]) -> dict[str, Any]:
        """Return the newest attempt once it has ended."""
        async with asyncio.timeout(20):
            while True:
                newest = (await self.attempts(session))[0]
                if newest["attemptStatus"] != "Running":
                    return newest


async def house_at(stack: AsyncExitStack, endpoint: str) -> StreamHouse:
    """The house of a server that runs already."""
    return StreamHouse(stack, endpoint, await stack.enter_async_context(backend(endpoint, KEY)))


async def open_house(stack: AsyncExitStack, settings: Settings, clock: ManualClock | None = None) -> StreamHouse:
    """A house with a server of its own, in this process."""
    return await house_at(stack, await stack.enter_async_context(serving(settings, clock)))


def settings_in(folder: Path, **changes: Any) -> Settings:
    return Settings(data_dir=folder, key1=KEY, test_mode=True, **changes)


async def send_all(device: StreamingDevice, *, first: int = 0) -> None:
    for index in range(first, len(FRAMES)):
        await device.send_frame(index, index / 10, FRAMES[index])
