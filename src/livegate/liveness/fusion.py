"""From readings to a decision: weights of evidence are added up and held against an operating point."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from livegate.liveness.operating_points import OperatingPoint
from livegate.liveness.readings import CueReading
from livegate.liveness.verdict import Decision, Reason
from livegate.liveness.weighing import Weighing

VETO_WEIGHT = -20.0
"""What a veto counts: more than all evidence for a living person together."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """A decision, the sum of the weights, and what made it up, the strongest evidence against a living person first."""

    decision: Decision
    total: float
    reasons: tuple[Reason, ...]


def fuse(readings: Iterable[CueReading], weighings: Mapping[str, Weighing], point: OperatingPoint) -> Fusion:
    """Add up the weights of all readings. Raises ``KeyError`` for a reading that has no weighing."""
    reasons = sorted((_reason(reading, weighings[reading.code]) for reading in readings), key=lambda held: held.weight)
    total = sum(reason.weight for reason in reasons)
    return Fusion(point.decide(total), total, tuple(reasons))


def _reason(reading: CueReading, weighing: Weighing) -> Reason:
    weight = VETO_WEIGHT if weighing.is_vetoed(reading) else weighing.weight(reading)
    return Reason(
        code=reading.code,
        value=reading.value,
        limit=weighing.neutral,
        cue=reading.cue,
        quality=reading.quality,
        weight=weight,
    )
