"""Head rotation from the mesh."""

from math import asin, atan2, degrees

import numpy as np
from numpy.typing import NDArray

from livegate.liveness.observation import HeadPose
from livegate.vision.runtime import FloatArray

# Points that expressions hardly move, as (landmark, x, y, z) in centimetres of a neutral head that looks at the camera:
# x to the subject's left, y up, z to the camera. From the canonical face model in face_landmarker.task.
_RIGID_POINTS = np.array(
    [
        (4, 0.0, -0.463, 7.587),
        (6, 0.0, 2.473, 5.789),
        (168, 0.0, 3.271, 5.236),
        (10, 0.0, 8.262, 4.482),
        (33, -4.446, 2.664, 3.173),
        (133, -1.856, 2.585, 3.758),
        (362, 1.856, 2.585, 3.758),
        (263, 4.446, 2.664, 3.173),
        (127, -7.743, 2.365, -2.005),
        (356, 7.743, 2.365, -2.005),
        (234, -7.664, 0.673, -2.436),
        (454, 7.664, 0.673, -2.436),
    ]
)
RIGID_LANDMARKS = _RIGID_POINTS[:, 0].astype(np.intp)
CANONICAL_POINTS = _RIGID_POINTS[:, 1:]
_CENTRED_POINTS = CANONICAL_POINTS - CANONICAL_POINTS.mean(axis=0)

_PICTURE_TO_HEAD = np.array([1.0, -1.0, -1.0])  # the picture's y runs down, and depth away from the camera


def rotation(landmarks: FloatArray) -> NDArray[np.float64]:
    """Return the rotation (3 x 3) that turns the canonical head into the mesh (478 x 3), by least squares (Kabsch)."""
    # Points around their mean add up to nothing: taking its mean from the other side changes nothing.
    covariance = _CENTRED_POINTS.T @ (landmarks[RIGID_LANDMARKS].astype(np.float64) * _PICTURE_TO_HEAD)
    left, _, right = np.linalg.svd(covariance)
    if np.linalg.det(covariance) < 0:
        right[2] *= -1
    return np.asarray(right.T @ left.T, dtype=np.float64)


def head_pose(landmarks: FloatArray) -> HeadPose:
    """Return the pose: first pitch about the ear axis, then yaw, then roll in the picture plane.

    In this order, turning the picture changes roll only.
    """
    (xx, _, _), (yx, _, _), (zx, zy, zz) = rotation(landmarks).tolist()
    return HeadPose(
        yaw=degrees(asin(min(max(-zx, -1.0), 1.0))), pitch=degrees(atan2(-zy, zz)), roll=degrees(atan2(-yx, xx))
    )
