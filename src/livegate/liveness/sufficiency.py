"""When a capture without prompts holds enough to be judged."""

from __future__ import annotations

from dataclasses import dataclass

from livegate.liveness.guide import is_usable
from livegate.liveness.observation import FrameObservation

ENOUGH_SECONDS = 3.0
"""Of usable frames. The shortest live clips that the verdict was measured on last as long."""

ENOUGH_FRAMES = 10
ENOUGH_TEXTURE_READINGS = 5
"""What the quality gates ``face_frames`` and ``texture_readings`` ask for. A busy server looks at few frames, and three
seconds of them may be too few."""

LONGEST_GAP = 0.5
"""Seconds that one frame may stand for: uploads are looked at twice a second at least."""


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """What a capture holds so far; ``add`` takes the frames in order of time."""

    usable_seconds: float = 0.0
    usable_frames: int = 0
    texture_readings: int = 0
    _usable_at: float | None = None

    @property
    def share(self) -> float:
        """How much of what is needed is there, 0..1."""
        return min(
            self.usable_seconds / ENOUGH_SECONDS,
            self.usable_frames / ENOUGH_FRAMES,
            self.texture_readings / ENOUGH_TEXTURE_READINGS,
            1.0,
        )

    @property
    def is_enough(self) -> bool:
        """Whether the capture can be judged."""
        return self.share >= 1.0

    def add(self, frame: FrameObservation) -> Sufficiency:
        """Return what the capture holds with one more frame."""
        readings = self.texture_readings + (frame.texture is not None)
        if not is_usable(frame):
            return Sufficiency(self.usable_seconds, self.usable_frames, readings)
        gained = 0.0 if self._usable_at is None else min(frame.captured_at - self._usable_at, LONGEST_GAP)
        return Sufficiency(self.usable_seconds + gained, self.usable_frames + 1, readings, frame.captured_at)
