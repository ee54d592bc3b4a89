"""The geometry cue: do the landmarks move as a solid, living head, or as a picture on a plane or a bent sheet?

Every reading is taken from the landmarks alone. A screen shows what a living head does, so none of them says anything
against replays; how the picture around the head moves does (``picture_tilt``). What was tried, and all figures:
decision 0019.
"""

import numpy as np

from livegate.liveness.evidence import Evidence
from livegate.liveness.meshes import Array, share_between, size_quality, stacked_meshes, turned_back, without_scale
from livegate.liveness.observation import FaceObservation
from livegate.liveness.quality_gates import faces_of
from livegate.liveness.readings import CueName, CueReading
from livegate.liveness.solid_head import foreshortening
from livegate.liveness.warps import beyond_warps, outside_eye_region

FEWEST_FRAMES, ENOUGH_FRAMES = 10, 25

TURN_NEEDED = (0.06, 0.16)
"""Root mean square sine of the head's turns from which parallax is measurable, and from which it is exact."""

ENOUGH_SECONDS = 6
"""People blink every 3 to 4 s at rest (A. R. Bentivoglio et al., Analysis of blink rate patterns, 1997)."""


def geometry_readings(evidence: Evidence) -> tuple[CueReading, ...]:
    """Return how the face's shape moves; nothing from fewer than ten frames with a face.

    - ``unexplained_foreshortening``: see ``solid_head``. Live 0.05 to 0.28, the most in strong expressions; prints
      tilted 0.19 to 0.59, bent 0.18 to 1.2, with eye holes 0.13 to 0.46; wrapped round a cylinder as live.
    - ``parallax``: how far nose and sockets move against the face, for the turn that the mesh claims; 1 in theory.
      Live 0.86 to 1.05, prints 0.57 to 0.81, wrapped round a cylinder up to 0.96.
    - ``expression_change``: how much the face, without the eyes' region, changes beyond warps and turns, in distances
      between the eyes. Live 0.003 to 0.034, median 0.012; prints 0.002 to 0.013, median 0.004.
    - ``blink_range``, 0..1: how much further the lids close than they usually are. Live 0.04 to 0.76, median 0.23;
      prints up to 0.21, median 0.04; with eye holes as live.
    """
    faces = faces_of(evidence.capture)
    if len(faces) < FEWEST_FRAMES:
        return ()
    meshes = stacked_meshes(faces)
    pose = np.radians([(face.pose.yaw, face.pose.pitch, face.pose.roll) for face in faces])
    turns = np.sin(pose[:, :2])
    turns -= turns.mean(axis=0)
    same_size = without_scale(meshes)
    shapes = turned_back(same_size[..., :2], pose[:, 2])
    reference = np.median(shapes, axis=0)
    stretch = foreshortening(meshes, pose[:, 2], int(np.argmin(np.abs(pose[:, :2]).sum(axis=1))))
    large, many = size_quality(meshes), share_between(len(faces), 0, ENOUGH_FRAMES)
    depth = np.median(same_size[..., 2], axis=0)
    return (
        _reading("unexplained_foreshortening", stretch.ratio, stretch.quality * large),
        _reading("parallax", parallax(shapes, reference, depth, turns), _turn_quality(turns) * large),
        _reading("expression_change", expression_change(shapes, reference, turns), large * many),
        _reading("blink_range", blink_range(faces), share_between(evidence.capture.duration, 0, ENOUGH_SECONDS)),
    )


def parallax(shapes: Array, reference: Array, depth: Array, turns: Array) -> float:
    """Return the regression of the depth's parallax on the sines of yaw and pitch: 1 for the head that is claimed.

    Only the part of ``depth`` that no smooth warp explains takes part, so that a bent sheet cannot lend its own.
    """
    relief = beyond_warps(np.column_stack([depth, depth]), reference)[:, 0]
    moved = beyond_warps(shapes, reference)
    shifts = np.einsum("fpc,p->fc", moved - moved.mean(axis=0), relief) / max(float(relief @ relief), 1e-12)
    # A turn to the subject's left, and one up, are positive; what is nearer then moves right, and up, in the picture.
    claimed = turns * (-1.0, 1.0)
    return float((shifts * claimed).sum() / max(float((claimed**2).sum()), 1e-12))


def expression_change(shapes: Array, reference: Array, turns: Array) -> float:
    """Return the root mean square change of the points outside the eyes' region that neither warps nor turns explain.

    What the landmark model makes of a turned or tilted face depends on its pose alone, so the part that follows yaw
    and pitch, up to the second degree, is taken away: one regression for all points.
    """
    points = outside_eye_region(reference)
    left = beyond_warps(shapes[:, points], reference[points]).reshape(len(shapes), -1)
    yaw, pitch = turns.T
    explained, _ = np.linalg.qr(np.stack([np.ones_like(yaw), yaw, pitch, yaw**2, yaw * pitch, pitch**2], axis=1))
    left -= explained @ (explained.T @ left)
    freedom = len(shapes) - explained.shape[1]
    return float(np.sqrt((left**2).sum() / (freedom * len(points))))


def blink_range(faces: tuple[FaceObservation, ...]) -> float:
    """Return the lids' closing in the strongest blink, less that in a usual frame."""
    closed, usual = np.percentile([face.eye_blink for face in faces], [97, 20])
    return float(closed - usual)


def _turn_quality(turns: Array) -> float:
    return share_between(float(np.sqrt((turns**2).sum(axis=1).mean())), *TURN_NEEDED)


def _reading(code: str, value: float, quality: float) -> CueReading:
    return CueReading(CueName.GEOMETRY, code, value, quality)
