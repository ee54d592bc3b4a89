"""When a capture without prompts holds enough to be judged."""

from __future__ import annotations

from dataclasses import dataclass

from livegate.liveness.guide import is_usable
from livegate.liveness.observation import FrameObservation

ENOUGH_SECONDS = 3.0
"""Of usable frames. The shortest live clips that the verdict was measured on last as long."""

ENOUGH_TEXTURE_READINGS = 5
"""What the last quality gate asks for."""

LONGEST_GAP = 0.5
"""Seconds that one frame may stand for: uploads are looked at twice a second at least."""


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """What a capture holds so far; ``add`` takes the frames in order of time."""

    usable_seconds: float = 0.0
    texture_readings: int = 0
    _usable_at: float | None = None

    @property
    def share(self) -> float:
        """How much of what is needed is there, 0..1."""
        return min(self.usable_seconds / ENOUGH_SECONDS, self.texture_readings / ENOUGH_TEXTURE_READINGS, 1.0)

    @property
    def is_enough(self) -> bool:
        """Whether the capture can be judged."""
        return self.usable_seconds >= ENOUGH_SECONDS and self.texture_readings >= ENOUGH_TEXTURE_READINGS

    def add(self, frame: FrameObservation) -> Sufficiency:
        """Return what the capture holds with one more frame."""
        readings = self.texture_readings + (frame.texture is not None)
        if not is_usable(frame):
            return Sufficiency(self.usable_seconds, readings)
        gained = 0.0 if self._usable_at is None else min(frame.captured_at - self._usable_at, LONGEST_GAP)
        return Sufficiency(self.usable_seconds + gained, readings, frame.captured_at)
