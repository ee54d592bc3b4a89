"""How much a reading says for or against a living person: its weight of evidence.

The weight is a natural log-likelihood ratio: ln of how much likelier the value is from a living person than from an
attack (I. J. Good, Weight of evidence, 1985). Readings of different cues are taken as independent, so weights add up.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import log

from livegate.liveness.readings import CueReading

SMALLEST_VALUE = 1e-6
"""Stands for zero on a logarithmic scale."""


class Scale(StrEnum):
    """How a value grows: by steps, or by factors."""

    LINEAR = "linear"
    LOGARITHMIC = "logarithmic"

    def place(self, value: float) -> float:
        """Return where a value lies on the scale."""
        return value if self is Scale.LINEAR else log(max(value, SMALLEST_VALUE))


@dataclass(frozen=True, slots=True)
class Weighing:
    """The line from values to weights, with two ends.

    At ``neutral`` a value says neither. From there the weight changes by ``slope`` a unit of the scale; a negative
    slope means that small values are alive. It never leaves ``lowest`` to ``highest``: the evidence of one reading is
    bounded by how often it misled on the development data. From ``veto`` on, on the side of the attacks, the reading
    alone makes a spoof of the capture; None where living people come too near to any such value.
    """

    scale: Scale
    neutral: float
    slope: float
    lowest: float
    highest: float
    veto: float | None = None

    def weight(self, reading: CueReading) -> float:
        """Return the reading's weight: below 0 against a living person, above 0 for one."""
        distance = self.scale.place(reading.value) - self.scale.place(self.neutral)
        return reading.quality * min(max(self.slope * distance, self.lowest), self.highest)

    def is_vetoed(self, reading: CueReading) -> bool:
        """Tell whether the reading alone makes a spoof of the capture; one without quality never does."""
        if self.veto is None or reading.quality <= 0:
            return False
        return reading.value <= self.veto if self.slope > 0 else reading.value >= self.veto
