"""How much a reading says for or against a living person: its weight of evidence.

The weight is a natural log-likelihood ratio: ln of how much likelier the value is from a living person than from an
attack (I. J. Good, Weight of evidence, 1985). Readings of different cues are taken as independent, so weights add up.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from livegate.liveness.readings import CueReading

LEAST_QUALITY_FOR_A_VETO = 0.25
"""Of poorer readings nothing was measured that a decision could rest on alone (decision 0019)."""


@dataclass(frozen=True, slots=True)
class Knot:
    """A point of a weighing: at this value, this weight."""

    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Weighing:
    """A line through knots of rising value, level beyond the first and the last; it only rises, or only falls.

    What one reading can say is bounded by its outer knots. From ``veto`` on, on the side of the attacks, it alone makes
    a spoof of the capture; None where living people come too near to any such value. Raises ``ValueError`` for knots
    that are out of order.
    """

    knots: tuple[Knot, ...]
    veto: float | None = None

    def __post_init__(self) -> None:
        steps = [(after.value - before.value, after.weight - before.weight) for before, after in pairwise(self.knots)]
        if not steps or min(value for value, _ in steps) <= 0:
            raise ValueError("A weighing has two knots or more, of rising values.")
        if min(weight for _, weight in steps) < 0 < max(weight for _, weight in steps):
            raise ValueError("Weights rise with the value, or fall; they do not turn.")

    @property
    def is_rising(self) -> bool:
        """Whether larger values are those of living people."""
        return self.knots[-1].weight > self.knots[0].weight

    @property
    def neutral(self) -> float:
        """The value at which the weight changes its sign; where it never does, that of the knot nearest to zero."""
        for before, after in pairwise(self.knots):
            if before.weight * after.weight < 0:
                share = before.weight / (before.weight - after.weight)
                return before.value + share * (after.value - before.value)
        return min(self.knots, key=lambda knot: abs(knot.weight)).value

    def weight(self, reading: CueReading) -> float:
        """Return the reading's weight: below 0 against a living person, above 0 for one; less of a poorer reading."""
        return reading.quality * self._weight_at(reading.value)

    def is_vetoed(self, reading: CueReading) -> bool:
        """Tell whether the reading alone makes a spoof of the capture; a poor one never does."""
        if self.veto is None or reading.quality < LEAST_QUALITY_FOR_A_VETO:
            return False
        return reading.value <= self.veto if self.is_rising else reading.value >= self.veto

    def _weight_at(self, value: float) -> float:
        index = bisect_right(self.knots, value, key=lambda knot: knot.value)
        if index in {0, len(self.knots)}:
            return self.knots[min(index, len(self.knots) - 1)].weight
        before, after = self.knots[index - 1], self.knots[index]
        return before.weight + (value - before.value) / (after.value - before.value) * (after.weight - before.weight)
