"""What a person does over time: turns of the head and smiles, each from the frame it is reached to the last of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from livegate.liveness.challenge import Action
from livegate.liveness.observation import FrameObservation
from livegate.liveness.posture import CENTRED, Posture, extents, posture_of, shown_action

SMILE_HELD = 0.4
"""Seconds that a smile is held before it counts: in speech, corners of the mouth rise as far, for 0.3 s at a time."""

CLEAR_EXTENT = 4 / 3
"""Share of a turn from which it is none of the small movements that everybody makes: 20 degrees of yaw, 16 of pitch."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One action: reached at ``reached_at``, last seen at ``seen_until`` (seconds), and how far it went, from 1."""

    action: Action
    reached_at: float
    seen_until: float
    extent: float

    def is_done_between(self, earliest: float, latest: float) -> bool:
        """Tell whether it answers a prompt of that time: a turn is reached within it, a smile is held in it."""
        if self.action is Action.SMILE:
            return min(self.seen_until, latest) - max(self.reached_at, earliest) >= SMILE_HELD - 1e-6
        return earliest <= self.reached_at < latest

    @property
    def is_clear_turn(self) -> bool:
        """Whether the head was turned so far that it was meant."""
        return self.action is not Action.SMILE and self.extent >= CLEAR_EXTENT


def followed(movement: Movement | None, frame: FrameObservation, rest: Posture) -> Movement | None:
    """Return the movement that a frame shows, given that of the frame before: the same one, a new one, or None.

    One goes on until it is well below where it was reached, and while the face is lost: in profile it often is.
    """
    if frame.face is None:
        return movement
    reached = extents(posture_of(frame.face), rest)
    shown = shown_action(posture_of(frame.face), rest)
    if movement is not None and (shown is movement.action or (shown is None and reached[movement.action] >= CENTRED)):
        return replace(movement, seen_until=frame.captured_at, extent=max(movement.extent, reached[movement.action]))
    return None if shown is None else Movement(shown, frame.captured_at, frame.captured_at, reached[shown])


def movements(frames: Iterable[FrameObservation], rest: Posture) -> tuple[Movement, ...]:
    """Return all movements in the frames, in order."""
    found: dict[float, Movement] = {}
    current = None
    for frame in frames:
        current = followed(current, frame, rest)
        if current is not None:
            found[current.reached_at] = current
    return tuple(found.values())
