"""What abuse monitoring and the knowledge of copies need from outside, as Protocols."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from livegate.sessions.abuse import Tally
from livegate.sessions.resource_settings import ResourceSettings, SettingsChange
from livegate.sessions.sightings import AttemptName, Subject


class SightingStore(Protocol):
    """Finds what ``SessionStore.replace`` has kept. What has expired is not counted, though it may still be there.

    All methods raise ``StoreUnavailableError``.
    """

    async def tally(self, subjects: Sequence[Subject], now: datetime) -> tuple[Tally, ...]:
        """Return, for each subject, its spoof attempts, and the users on it other than ``user_on_device``."""

    async def spoof_attempts(
        self, subjects: Sequence[Subject], now: datetime, *, limit: int
    ) -> tuple[AttemptName, ...]:
        """Return up to ``limit`` spoof attempts of any of the subjects whose sessions still exist, newest first."""


class TraceStore(Protocol):
    """Finds the traces that ``SessionStore.replace`` has kept; those that have expired do not count."""

    async def seen(self, marks: Sequence[bytes], now: datetime, *, besides: str) -> frozenset[bytes]:
        """Return those marks that captures of sessions other than ``besides`` have left.

        Raises ``StoreUnavailableError``.
        """


class SettingsStore(Protocol):
    """The settings of the resources. Every method is one transaction and raises ``StoreUnavailableError``."""

    async def read(self, resource: str) -> ResourceSettings:
        """Return the settings; the defaults for a resource that has none of its own."""

    async def change(self, resource: str, change: SettingsChange) -> ResourceSettings:
        """Change the settings and return them; of changes at the same time, each keeps what the other has set."""
