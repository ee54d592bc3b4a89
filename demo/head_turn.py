"""The picture of a head that turns: where each pixel of it comes from in the frontal portrait."""

import cv2
import numpy as np
from numpy.typing import NDArray

from demo.depth_surface import DepthSurface
from livegate.liveness.observation import HeadPose

Points = NDArray[np.float32]

# From the camera to the pivot, in pixels of the portrait. Its face is 91 wide; faces are about 0.14 m: some 0.6 m.
CAMERA_DISTANCE = 400.0

PRECISION = 0.02  # pixels
ITERATIONS = 40


def turned(surface: DepthSurface, pose: HeadPose, points: Points) -> Points:
    """Return where the turn moves ``points`` (height x width x 2, in the portrait) in the picture."""
    depth = _sample(surface.depth, points) - surface.pivot[2]
    share = _sample(surface.share, points)
    offset = points - np.array(surface.pivot[:2], np.float32)
    # The portrait was taken in perspective: what is farther away is larger than it looks.
    flat = offset * (1 + depth[..., np.newaxis] / CAMERA_DISTANCE)
    head = np.concatenate([flat, depth[..., np.newaxis]], axis=-1) @ rotation(pose).T
    seen = head[..., :2] / (1 + head[..., 2:] / CAMERA_DISTANCE)
    return np.asarray(points + share[..., np.newaxis] * (seen - offset), np.float32)


def origins(surface: DepthSurface, pose: HeadPose, points: Points) -> Points:
    """Return the portrait's points that the turn moves to ``points``: its inverse, by fixed-point iteration."""
    found = points
    for _ in range(ITERATIONS):
        missing = points - turned(surface, pose, found)
        found = found + missing
        if np.abs(missing).max() < PRECISION:
            break
    return found


def rotation(pose: HeadPose) -> NDArray[np.float32]:
    """Return the rotation (3 x 3) of picture coordinates, x right, y down, depth away: pitch first, then yaw, roll."""
    yaw, pitch, roll = np.radians([pose.yaw, pose.pitch, pose.roll])
    pitching = np.array([[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]])
    yawing = np.array([[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]])
    rolling = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return np.asarray(rolling @ yawing @ pitching, np.float32)


def _sample(plane: NDArray[np.float32], points: Points) -> NDArray[np.float32]:
    columns, rows = points[..., 0] - 0.5, points[..., 1] - 0.5
    sampled = cv2.remap(plane, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(sampled, np.float32)
