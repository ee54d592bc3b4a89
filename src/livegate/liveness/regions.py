"""Which parts of a face lie inside the frame."""

import numpy as np

from livegate.liveness.observation import FaceObservation, FrameObservation

MOUTH = (61, 291, 0, 17, 13, 14, 78, 308)
"""Mesh points of the mouth: corners, outer and inner lip middles (topology of the 478-point face mesh)."""

EYES = (33, 133, 159, 145, 263, 362, 386, 374)
"""Mesh points of both eyes: corners, upper and lower lid middles (topology of the 478-point face mesh)."""


def region_inside(frame: FrameObservation, face: FaceObservation, points: tuple[int, ...]) -> bool:
    """Tell whether all of the region's points lie inside the frame."""
    positions = face.landmarks[list(points), :2]
    return bool(
        np.all(positions >= 0) and np.all(positions[:, 0] < frame.width) and np.all(positions[:, 1] < frame.height)
    )
