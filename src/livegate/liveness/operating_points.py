"""Named operating points: how much evidence for a living person, or against one, decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from livegate.liveness.verdict import Decision


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Limits on the total weight of evidence, a natural log-likelihood ratio.

    From ``accept`` on the capture shows a real face, below ``reject`` a spoof; between them the evidence does not tell.
    """

    name: str
    accept: float
    reject: float

    def decide(self, total: float) -> Decision:
        """Return the decision on a total weight."""
        if total >= self.accept:
            return Decision.REAL_FACE
        return Decision.UNCERTAIN if total >= self.reject else Decision.SPOOF_FACE


CONVENIENCE = OperatingPoint("convenience", accept=-1.5, reject=-3.0)
BALANCED = OperatingPoint("balanced", accept=-1.0, reject=-2.0)
STRICT = OperatingPoint("strict", accept=0.5, reject=-1.5)

OPERATING_POINTS: Mapping[str, OperatingPoint] = MappingProxyType(
    {point.name: point for point in (CONVENIENCE, BALANCED, STRICT)}
)
