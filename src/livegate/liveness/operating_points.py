"""Named operating points: the limits that a capture is held against."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Limits of the decision.

    The median live probability of the texture network decides: at least ``accept_texture`` is a real face, below
    ``reject_texture`` a spoof, between them uncertain. Both are 0..1. More than ``highest_repeated_share``
    of repeated frames, 0..1, is a spoof whatever the texture says.
    """

    name: str
    accept_texture: float
    reject_texture: float
    highest_repeated_share: float


BALANCED = OperatingPoint(name="balanced", accept_texture=0.5, reject_texture=0.3, highest_repeated_share=0.8)
