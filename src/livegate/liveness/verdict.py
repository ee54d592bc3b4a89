"""The verdict's words."""

from dataclasses import dataclass
from enum import StrEnum

from livegate.liveness.observation import FaceRectangle


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

    A stable code, what was measured, and the limit it was held against.
    """

    code: str
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about a capture that could be judged.

    ``face_rectangle`` is that of the best frame, taken at ``face_captured_at`` seconds.
    """

    decision: Decision
    reasons: tuple[Reason, ...]
    face_rectangle: FaceRectangle
    face_captured_at: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """A capture that cannot be judged.

    ``code`` is one of Azure's client error names, ``message`` says what to do about it.
    """

    code: str
    message: str
    reasons: tuple[Reason, ...]
    face_rectangle: FaceRectangle | None
