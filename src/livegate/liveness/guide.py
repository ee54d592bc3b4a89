"""What a person should do so that a capture can be judged, from one frame to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from livegate.liveness.guidance import Guidance
from livegate.liveness.observation import FaceObservation, FrameObservation
from livegate.liveness.quality_gates import QUALITY_GATES

MARGIN = 1.5
"""People are guided from this many times a quality gate's limit on, so that a capture which is just good enough does
not fail its gate."""

RELEASE = 0.85
"""What was asked for is asked until the frame is this much better than where asking begins: words do not flicker."""

STEADY_SECONDS = 0.3
"""Another word is said once the frames have called for it this long."""

WIDEST_SHARE = 0.85
"""Of the frame's width or height; a larger face has no surroundings left to judge."""

FARTHEST_FROM_CENTRE = 0.25
"""Of the frame's width and height, for the middle of the face."""

LARGEST_YAW, LARGEST_PITCH = 30.0, 24.0
"""Degrees. A phone in the lap looks up at a face by ten or more, so straight is not taken too narrowly."""

LOWEST_VISIBLE_SHARE = 0.8
"""Of the face's landmarks inside the frame."""

_GATES = {gate.reason: gate for gate in QUALITY_GATES}


def _below(reason: str, value: float) -> float:
    """Return how strongly a value that must not be low calls for guidance: 1 where that begins, ``MARGIN`` at the gate.

    The strength of any need is so scaled; one that no gate stands behind never reaches the margin.
    """
    return MARGIN * (_GATES[reason].lowest or 0.0) / max(value, 1e-6)


def _above(reason: str, value: float) -> float:
    return MARGIN * value / (_GATES[reason].highest or 1.0)


def _too_large(frame: FrameObservation, face: FaceObservation) -> float:
    rectangle = face.rectangle
    return min(max(rectangle.width / frame.width, rectangle.height / frame.height) / WIDEST_SHARE, 1.0)


def _off_centre(frame: FrameObservation, face: FaceObservation) -> float:
    rectangle = face.rectangle
    across = abs((rectangle.left + rectangle.width / 2) / frame.width - 0.5)
    down = abs((rectangle.top + rectangle.height / 2) / frame.height - 0.5)
    if face.visible_share < LOWEST_VISIBLE_SHARE:
        return MARGIN
    return min(max(across, down) / FARTHEST_FROM_CENTRE, 1.0)


def _turned(_: FrameObservation, face: FaceObservation) -> float:
    return min(max(abs(face.pose.yaw) / LARGEST_YAW, abs(face.pose.pitch) / LARGEST_PITCH), 1.0)


_Strength = Callable[[FrameObservation, FaceObservation], float]

_NEEDS: tuple[tuple[Guidance, _Strength], ...] = (
    (Guidance.TOO_DARK, lambda _, face: _below("brightness", face.quality.brightness)),
    (Guidance.TOO_BRIGHT, lambda _, face: _above("highlight_share", face.quality.highlight_share)),
    (Guidance.MOVE_CLOSER, lambda _, face: _below("face_width", face.rectangle.width)),
    (Guidance.MOVE_FARTHER, _too_large),
    (Guidance.MOVE_TO_CENTRE, _off_centre),
    (Guidance.HOLD_STILL, lambda _, face: _below("sharpness", face.quality.sharpness)),
    (Guidance.LOOK_STRAIGHT, _turned),
)
"""In the order in which a person would mend them; at strength 1 each is asked for."""

_WHILE_PROMPTED = frozenset({Guidance.MOVE_TO_CENTRE, Guidance.HOLD_STILL, Guidance.LOOK_STRAIGHT})
"""Not asked for while the person has been asked to move."""


def is_usable(frame: FrameObservation) -> bool:
    """Tell whether a frame counts towards a capture: it shows one face, on the right side of every gate's limit."""
    face = frame.face
    if face is None or frame.face_count > 1:
        return False
    return all(strength(frame, face) < MARGIN for _, strength in _NEEDS)


@dataclass(frozen=True, slots=True)
class Guide:
    """Says one word at a time, the first at once; ``advance`` takes the frames in order of time."""

    word: Guidance = Guidance.NO_FACE
    _has_begun: bool = False
    _candidate: Guidance | None = None
    _candidate_since: float = 0.0

    def advance(self, frame: FrameObservation, *, is_prompted: bool) -> Guide:
        """Return the guide after one more frame; ``is_prompted``: the person has been asked to move."""
        needed = self._needed(frame, is_prompted=is_prompted)
        if not self._has_begun:
            return Guide(needed, _has_begun=True)
        if needed is self.word:
            return replace(self, _candidate=None)
        if needed is not self._candidate:
            return replace(self, _candidate=needed, _candidate_since=frame.captured_at)
        if frame.captured_at - self._candidate_since < STEADY_SECONDS:
            return self
        return Guide(needed, _has_begun=True)

    def _needed(self, frame: FrameObservation, *, is_prompted: bool) -> Guidance:
        if frame.face_count > 1:
            return Guidance.SEVERAL_FACES
        if frame.face is None:
            return Guidance.NO_FACE
        for guidance, strength in _NEEDS:
            if is_prompted and guidance in _WHILE_PROMPTED:
                continue
            if strength(frame, frame.face) >= (RELEASE if guidance is self.word else 1.0):
                return guidance
        return Guidance.GOOD
