"""Temporary files that a crash has left in the folders of the server."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from livegate.sessions.ports import Clock, StoreUnavailableError
from livegate.storage.durable_file import remove_interrupted

INTERRUPTED_AGE: Final = timedelta(minutes=10)
"""No write takes so long."""


class InterruptedWrites:
    """Looks through folders for temporary files that are too old to belong to a running write."""

    def __init__(self, directories: Sequence[Path], clock: Clock) -> None:
        self._directories = tuple(directories)
        self._clock = clock

    async def remove(self) -> int:
        """Remove them, and return how many there were. Raises ``StoreUnavailableError``."""
        before = (self._clock.now() - INTERRUPTED_AGE).timestamp()
        try:
            return await asyncio.to_thread(lambda: sum(remove_interrupted(each, before) for each in self._directories))
        except OSError as error:
            raise StoreUnavailableError(f"The data directory cannot be used: {error.strerror}.") from error
