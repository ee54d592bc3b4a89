"""A cue: one independent look at a capture, with what it measured and what it would decide alone."""

from dataclasses import dataclass

from livegate.liveness.verdict import Decision, Reason

STRICTNESS = (Decision.REAL_FACE, Decision.UNCERTAIN, Decision.SPOOF_FACE)
"""From the mildest decision to the strictest."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What one cue found. ``reason`` holds the measured value against the limit for a real face."""

    decision: Decision
    reason: Reason

    @property
    def strictness(self) -> int:
        """Rank of the decision: 0 for a real face, 2 for a spoof."""
        return STRICTNESS.index(self.decision)


def rising_cue(code: str, value: float, *, accept: float, reject: float) -> Cue:
    """Return the cue of a value that grows with life: real from ``accept`` on, a spoof below ``reject``."""
    reason = Reason(code, value, accept)
    if value >= accept:
        return Cue(Decision.REAL_FACE, reason)
    return Cue(Decision.UNCERTAIN if value >= reject else Decision.SPOOF_FACE, reason)
