"""Heads and pictures of them in motion, as the landmark model sees them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from livegate.liveness.evidence import Evidence
from livegate.liveness.observation import FaceObservation, HeadPose
from tests.support.observations import FRAME_HEIGHT, FRAME_WIDTH, capture_of, good_face, good_frame

Points = NDArray[np.float64]

EYE_CORNERS = {33: -0.72, 133: -0.28, 362: 0.28, 263: 0.72}
CAMERA = 8.0
"""Distance from the camera to the middle of the head, in distances between the eyes: half a metre."""


def head() -> Points:
    """A head that looks at the camera, 478 x 3, one unit between the eyes: half an ellipsoid with a nose."""
    random = np.random.default_rng(5)
    points = np.zeros((478, 3))
    radii, angles = np.sqrt(random.uniform(0, 0.9, 478)), random.uniform(0, 2 * np.pi, 478)
    points[:, 0], points[:, 1] = 1.1 * radii * np.cos(angles), 1.5 * radii * np.sin(angles)
    for point, x in EYE_CORNERS.items():
        points[point, :2] = x, -0.35
    points[2, :2] = 0.0, 0.35
    points[:, 2] = -np.sqrt(1 - (points[:, 0] / 1.25) ** 2 - (points[:, 1] / 1.7) ** 2)
    points[:, 2] -= 0.5 * np.exp(-((points[:, 0] / 0.2) ** 2) - (points[:, 1] / 0.3) ** 2)
    return points


def turned(points: Points, *, yaw: float = 0.0, pitch: float = 0.0) -> Points:
    """The points turned, in degrees: yaw > 0 to the subject's left, pitch > 0 up."""
    a, b = np.radians((yaw, pitch))
    sideways = np.array([[np.cos(a), 0, -np.sin(a)], [0, 1, 0], [np.sin(a), 0, np.cos(a)]])
    up = np.array([[1, 0, 0], [0, np.cos(b), np.sin(b)], [0, -np.sin(b), np.cos(b)]])
    result: Points = points @ (up @ sideways).T
    return result


def photographed(points: Points, *, width: float = 180.0) -> Points:
    """The points as seen by a camera in front of them, in pixels, of a face about ``width`` wide."""
    scale = width / 2.1
    nearness = CAMERA / (CAMERA + points[:, 2:] - points[:, 2:].mean())
    picture = points[:, :2] * nearness * scale + (FRAME_WIDTH / 2, FRAME_HEIGHT / 2)
    return np.column_stack([picture, points[:, 2] * scale])


def flat(points: Points, *, tilt: float, curvature: float = 0.0) -> Points:
    """A printed picture of the points, tilted sideways by degrees and bent about an upright axis."""
    sheet = points.copy()
    sheet[:, 2] = 0.0
    if curvature:
        sheet[:, 0] = np.sin(points[:, 0] * curvature) / curvature
        sheet[:, 2] = (1 - np.cos(points[:, 0] * curvature)) / curvature
    return turned(sheet, yaw=tilt)


def face_seen(landmarks: Points, *, yaw: float = 0.0, pitch: float = 0.0, eye_blink: float = 0.1) -> FaceObservation:
    """A good face with this mesh and the pose that the landmark model claims for it."""
    pose = HeadPose(yaw=yaw, pitch=pitch, roll=0.0)
    return replace(good_face(), landmarks=landmarks.astype(np.float32), pose=pose, eye_blink=eye_blink)


def evidence_of(faces: Sequence[FaceObservation]) -> Evidence:
    """Ten frames a second with these faces."""
    frames = (
        replace(good_frame(index), face=face, captured_at=index * 0.1, texture=None) for index, face in enumerate(faces)
    )
    return Evidence(capture_of(*frames))
