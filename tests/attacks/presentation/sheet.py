"""A sheet held before a camera: where each pixel of the frame meets it.

The camera is a pinhole at the origin that looks along z, x to the right and y down. A sheet has its own coordinates:
x and y in its plane before it was bent, z away from the camera. It bends along x only and does not stretch: what is
printed at the distance s from its middle is at the arc length s. All lengths are in pixels of the flat sheet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

FIELD_OF_VIEW_FACTOR = 0.9  # focal length over the longer side: 58 degrees, as front cameras and webcams have

STEEPEST_BEND = 1.0  # radians from the middle of a cylinder to where it ends

_NEWTON_STEPS = 8
_ARC_SAMPLES = 801


@dataclass(frozen=True, slots=True)
class Profile:
    """The form of a bent sheet: its depth over x, and the depth's slope."""

    depth: Callable[[Values], Values]
    slope: Callable[[Values], Values]


FLAT = Profile(np.zeros_like, np.zeros_like)


def wave(height: float, length: float, phase: float) -> Profile:
    """Return a sine bend with ``height`` and wave ``length`` in pixels."""
    rate = 2 * np.pi / length
    return Profile(
        lambda x: np.asarray(height * np.sin(rate * x + phase), np.float64),
        lambda x: np.asarray(height * rate * np.cos(rate * x + phase), np.float64),
    )


def cylinder(radius: float) -> Profile:
    """Return a bend around a cylinder, its middle nearest to the camera; ``radius`` in pixels."""
    # Further out it goes on straight, so that every ray meets it once; a sheet ends before that.
    edge = radius * sin(STEEPEST_BEND)

    def chord(x: Values) -> Values:
        return np.asarray(np.sqrt(radius**2 - np.clip(x, -edge, edge) ** 2), np.float64)

    def slope(x: Values) -> Values:
        return np.asarray(np.clip(x, -edge, edge) / chord(x), np.float64)

    return Profile(lambda x: radius - chord(x) + np.maximum(np.abs(x) - edge, 0) * np.abs(slope(x)), slope)


@dataclass(frozen=True, slots=True)
class Placement:
    """How a sheet is held: ``turn`` about the vertical, ``tilt`` about the horizontal and ``roll``, in degrees.

    ``shift`` is where its middle is seen, in pixels from the frame's middle; ``scale`` is how many pixels of the frame
    one of its own takes there.
    """

    turn: float
    tilt: float
    roll: float
    shift: tuple[float, float]
    scale: float

    def rotation(self) -> Values:
        """Return the 3 x 3 matrix that brings the sheet's directions to the camera's."""
        (ct, st), (cp, sp), (cr, sr) = ((cos(radians(a)), sin(radians(a))) for a in (self.turn, self.tilt, self.roll))
        turn = np.array([[ct, 0, st], [0, 1, 0], [-st, 0, ct]])
        tilt = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
        roll = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
        return np.asarray(roll @ tilt @ turn, np.float64)

    def position(self, focal: float) -> Values:
        """Return where the sheet's middle is, for a camera of ``focal`` pixels."""
        return np.array([self.shift[0], self.shift[1], focal]) / self.scale


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where rays meet a sheet: distances (s, y) from its middle, each rows x columns, and the way it faces there.

    ``facing`` is rows x columns x 3, unit length, in the camera's directions, towards the camera.
    """

    across: Values
    down: Values
    facing: Values


def meet(rays: Values, placement: Placement, profile: Profile, focal: float, *, lift: float = 0.0) -> Meeting:
    """Follow rays (rows x columns x 3, z of 1) to the sheet, or to one that lies ``lift`` behind it."""
    rotation = placement.rotation()
    origin = -rotation.T @ placement.position(focal)
    ways = rays @ rotation
    distance = (lift - origin[2]) / ways[..., 2]
    for _ in range(_NEWTON_STEPS if profile is not FLAT else 0):
        x = origin[0] + distance * ways[..., 0]
        gap = origin[2] + distance * ways[..., 2] - profile.depth(x) - lift
        # A ray that runs along the sheet would step away for ever.
        closing = np.maximum(ways[..., 2] - profile.slope(x) * ways[..., 0], 0.1)
        distance = distance - gap / closing
    x = origin[0] + distance * ways[..., 0]
    slope = profile.slope(x)
    normal = np.stack([slope, np.zeros_like(slope), -np.ones_like(slope)], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    return Meeting(_arc_length(x, profile), origin[1] + distance * ways[..., 1], normal @ rotation.T)


def rays_of(x: Values, y: Values, size: tuple[int, int]) -> Values:
    """Return the rays through points of a frame (columns ``x``, rows ``y``) of ``size`` (width, height)."""
    focal = focal_length(size)
    columns, rows = np.meshgrid((x - size[0] / 2) / focal, (y - size[1] / 2) / focal)
    return np.stack([columns, rows, np.ones_like(columns)], axis=-1)


def focal_length(size: tuple[int, int]) -> float:
    """Return the camera's focal length in pixels for a frame of ``size`` (width, height)."""
    return FIELD_OF_VIEW_FACTOR * max(size)


def _arc_length(x: Values, profile: Profile) -> Values:
    if profile is FLAT:
        return x
    reach = float(np.abs(x).max())
    knots = np.linspace(-reach, reach, _ARC_SAMPLES)
    steps = np.hypot(np.diff(knots), np.diff(profile.depth(knots)))
    lengths = np.concatenate([[0.0], np.cumsum(steps)])
    return np.asarray(np.interp(x, knots, lengths - lengths[_ARC_SAMPLES // 2]), np.float64)
