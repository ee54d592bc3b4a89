"""What a cue measured of a capture, before anything is decided."""

from dataclasses import dataclass
from enum import StrEnum


class CueName(StrEnum):
    """The independent looks at a capture."""

    TEXTURE = "texture"
    GEOMETRY = "geometry"
    REACTION = "reaction"
    CONTINUITY = "continuity"
    CAPTURE = "capture"


@dataclass(frozen=True, slots=True)
class CueReading:
    """One measured value of one cue.

    ``code`` is a stable reason code. ``quality``, 0..1, is how much of what the measurement needs was there: the turn
    of the head, the number of frames, the size of the face. At 0 the reading says nothing.
    """

    cue: CueName
    code: str
    value: float
    quality: float = 1.0
