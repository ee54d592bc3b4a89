"""The verdict's words."""

from dataclasses import dataclass
from enum import StrEnum

from livegate.liveness.observation import FaceRectangle
from livegate.liveness.readings import CueName


class Decision(StrEnum):
    """Azure's three liveness decisions."""

    REAL_FACE = "realface"
    SPOOF_FACE = "spoofface"
    UNCERTAIN = "uncertain"


class RecognitionQuality(StrEnum):
    """How well a photo serves recognition, in Azure's three words."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding that led to a verdict or a refusal.

    A stable code, what was measured, and the limit it was held against: the value at which it says neither. ``cue`` is
    None for a quality gate. ``quality``, 0..1, is that of the reading. ``weight`` is what it adds to the total: the
    logarithm of how much more often a real face gives such a value than an attack does; below 0 it speaks for one.
    """

    code: str
    value: float
    limit: float
    cue: CueName | None = None
    quality: float = 1.0
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about a capture that could be judged.

    ``face_rectangle`` is that of the best frame, taken at ``face_captured_at`` seconds. ``total`` is the sum of the
    reasons' weights; the operating point of this name takes it for a real face from ``accept_from`` on, and for a spoof
    below ``reject_below``.
    """

    decision: Decision
    reasons: tuple[Reason, ...]
    face_rectangle: FaceRectangle
    face_captured_at: float
    operating_point: str = ""
    total: float = 0.0
    accept_from: float = 0.0
    reject_below: float = 0.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A capture that cannot be judged.

    ``code`` is one of Azure's client error names, ``message`` says what to do about it.
    """

    code: str
    message: str
    reasons: tuple[Reason, ...]
    face_rectangle: FaceRectangle | None
