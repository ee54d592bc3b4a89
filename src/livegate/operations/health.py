"""Health: is the process alive, and can it do its work."""

import asyncio
from collections.abc import Mapping
from typing import Protocol

CHECK_TIMEOUT = 2.0
"""Seconds after which a part that does not answer counts as failed."""


class Pingable(Protocol):
    """A part that can say whether it works."""

    async def ping(self) -> None:
        """Return when the part works; raise any error when it does not."""


class Health:
    """The sum of the parts' pings."""

    def __init__(self, parts: Mapping[str, Pingable]) -> None:
        self._parts = parts

    async def failures(self) -> dict[str, str]:
        """Return the failing parts, each with the name of its error; empty when everything works."""
        checks = await asyncio.gather(*map(self._failure, self._parts.values()))
        return {name: failure for name, failure in zip(self._parts, checks, strict=True) if failure is not None}

    async def _failure(self, part: Pingable) -> str | None:
        try:
            async with asyncio.timeout(CHECK_TIMEOUT):
                await part.ping()
        except Exception as error:  # noqa: BLE001  # whatever a part raises, it is not healthy
            return type(error).__name__
        return None
