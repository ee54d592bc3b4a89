"""Named operating points: the limits that a capture is held against."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Limits of the decision. From an ``accept`` limit on, a cue sees a real face; below its ``reject`` limit, a spoof.

    ``…_texture``: median live probability of the texture network, 0..1. ``…_deformation``: change of the face's shape,
    in distances between the eyes. More than ``highest_repeated_share`` of repeated frames, 0..1, is a spoof.
    """

    name: str
    accept_texture: float
    reject_texture: float
    accept_deformation: float
    reject_deformation: float
    highest_repeated_share: float


BALANCED = OperatingPoint(
    name="balanced",
    accept_texture=0.5,
    reject_texture=0.15,
    accept_deformation=0.007,
    reject_deformation=0.003,
    highest_repeated_share=0.5,
)
