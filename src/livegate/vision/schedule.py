"""Which frames of a capture are looked at, and how closely."""

from dataclasses import dataclass
from typing import Protocol

# Blinks last 0.1 to 0.4 s, and turns of the head a second: ten frames a second at best, two at worst.
LOOKED_AT_FRAMES = 40
SHORTEST_INTERVAL, LONGEST_INTERVAL = 0.1, 0.5

TEXTURE_READINGS = 12  # the median over twelve spread frames is what the operating points were measured with
EMBEDDINGS = 4

LIVE_TEXTURE_SECONDS, LIVE_EMBEDDING_SECONDS = 1 / 3, 1.0


class Slots(Protocol):
    """Cuts a capture into slots with one costly measurement each; slots are counted from 0."""

    def texture_slot(self, captured_at: float) -> int:
        """Return the slot that a time falls in; in each, the first frame with a face gets a texture reading."""

    def embedding_slot(self, captured_at: float) -> int:
        """Return the slot that a time falls in; of each, the most suitable face is embedded."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The plan for a capture of ``duration`` seconds; it is cut into equal slots with one costly measurement each."""

    duration: float

    @property
    def interval(self) -> float:
        """Seconds between looked-at frames."""
        return min(max(self.duration / LOOKED_AT_FRAMES, SHORTEST_INTERVAL), LONGEST_INTERVAL)

    def texture_slot(self, captured_at: float) -> int:
        """Return the slot that a time falls in; in each, the first frame with a face gets a texture reading."""
        return self._slot(captured_at, TEXTURE_READINGS)

    def embedding_slot(self, captured_at: float) -> int:
        """Return the slot that a time falls in; of each, the most suitable face is embedded."""
        return self._slot(captured_at, EMBEDDINGS)

    def _slot(self, captured_at: float, slots: int) -> int:
        share = captured_at / self.duration if self.duration > 0 else 0.0
        return min(int(share * slots), slots - 1)


@dataclass(frozen=True, slots=True)
class LiveSchedule:
    """The plan for a capture whose end is not known yet: as many measurements in four seconds as a whole clip gets."""

    def texture_slot(self, captured_at: float) -> int:
        """Return the slot that a time falls in; in each, the first frame with a face gets a texture reading."""
        return int(captured_at / LIVE_TEXTURE_SECONDS)

    def embedding_slot(self, captured_at: float) -> int:
        """Return the slot that a time falls in; of each, the most suitable face is embedded."""
        return int(captured_at / LIVE_EMBEDDING_SECONDS)
