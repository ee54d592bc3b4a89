"""The deformation cue: a living face changes its shape, a still photo does not, however it is moved."""

import numpy as np
from numpy.typing import NDArray

from livegate.liveness.cues import Cue, rising_cue
from livegate.liveness.observation import CaptureObservation
from livegate.liveness.operating_points import OperatingPoint
from livegate.liveness.quality_gates import faces_of

SKIN_LANDMARKS = 468
"""The mesh's points on the face; the ten behind them lie on the irises and jump with the gaze."""

LEFT_EYE, RIGHT_EYE = (263, 362), (33, 133)
"""Mesh points of the eyes' corners, by the subject's side."""

Shapes = NDArray[np.float64]


def deformation_cue(capture: CaptureObservation, point: OperatingPoint) -> Cue:
    """Judge how much the face's shape changes beyond what moving, turning or tilting a flat picture could do."""
    value = shape_change(np.stack([face.landmarks[:SKIN_LANDMARKS, :2] for face in faces_of(capture)]))
    return rising_cue("shape_change", value, accept=point.accept_deformation, reject=point.reject_deformation)


def shape_change(shapes: NDArray[np.floating]) -> float:
    """Return the root mean square change of shape, in distances between the eyes.

    ``shapes``: frames x points x 2. Each is first fitted to the mean shape by the best affine map (least squares),
    which takes away every view of a plane under weak perspective. Still photos leave 0.001 to 0.005, the landmark
    model's own jitter; live clips of 1.5 to 18 s leave 0.010 and more.
    """
    normalised = _normalised(shapes.astype(np.float64))
    mean = normalised.mean(axis=0)
    residuals = np.stack([_fitted(shape, mean) - mean for shape in normalised])
    return float(np.sqrt(np.mean(np.sum(residuals**2, axis=2))))


def _normalised(shapes: Shapes) -> Shapes:
    centred = shapes - shapes.mean(axis=1, keepdims=True)
    distance = np.linalg.norm(
        centred[:, LEFT_EYE].mean(axis=1) - centred[:, RIGHT_EYE].mean(axis=1), axis=1, keepdims=True
    )
    scaled: Shapes = centred / np.maximum(distance[..., np.newaxis], 1.0)
    return scaled


def _fitted(shape: Shapes, target: Shapes) -> Shapes:
    homogeneous = np.column_stack([shape, np.ones(len(shape))])
    fitted: Shapes = homogeneous @ np.linalg.lstsq(homogeneous, target, rcond=None)[0]
    return fitted
