"""A camera that films a sheet held before a room."""

from dataclasses import dataclass

import cv2
import numpy as np

from livegate.vision.frame import Pixels
from tests.attacks.presentation.grid import cell_centres, fine
from tests.attacks.presentation.light import Light, blurred, encoded, with_noise
from tests.attacks.presentation.sheet import Meeting, Placement, Profile, Values, focal_length, meet, rays_of

SUPERSAMPLING = 2  # the sheet is looked up this much finer than the frame, then averaged: edges and dots do not alias

LENS_DEVIATION = 0.5  # pixels: a lens and the colour interpolation behind it
NOISE = 1.6  # levels, as of a webcam in a lit room

_AMBIENT = 0.55  # share of the light that comes from everywhere


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is filmed: colours (height x width x 3) and opacity (height x width, 0..1) of a flat sheet."""

    colours: Light
    opacity: Light


@dataclass(frozen=True, slots=True)
class View:
    """Where the fine pixels of a frame meet a sheet, as a map for ``cv2.remap``, and how much light falls on each."""

    columns: Light
    rows: Light
    brightness: Light

    def seen(self, picture: Light) -> Light:
        """Return the picture on the sheet as seen through the fine pixels; 0 beside it."""
        return np.asarray(cv2.remap(picture, self.columns, self.rows, cv2.INTER_LINEAR), np.float32)


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera with frames of ``size`` (width, height), in a room lit from ``lamp`` (a direction of unit length)."""

    size: tuple[int, int]
    room: Light
    lamp: Values

    def view(self, sheet_size: tuple[int, int], placement: Placement, profile: Profile, *, behind: float = 0.0) -> View:
        """Look at a sheet of ``sheet_size`` (width, height), or at one parallel to it and ``behind`` it."""
        rays = rays_of(cell_centres(self.size[0]), cell_centres(self.size[1]), self.size)
        meeting = meet(rays, placement, profile, focal_length(self.size), lift=behind)
        return View(
            fine(meeting.across + sheet_size[0] / 2 - 0.5, self.size, SUPERSAMPLING),
            fine(meeting.down + sheet_size[1] / 2 - 0.5, self.size, SUPERSAMPLING),
            fine(self._brightness(meeting), self.size, SUPERSAMPLING),
        )

    def expose(self, layers: list[tuple[View, Sheet]], random: np.random.Generator) -> Pixels:
        """Return the frame of sheets before the room, the nearest last."""
        scene = cv2.resize(self.room, None, fx=SUPERSAMPLING, fy=SUPERSAMPLING, interpolation=cv2.INTER_LINEAR)
        for view, sheet in layers:
            opacity = view.seen(sheet.opacity)[..., None]
            scene = scene * (1 - opacity) + view.seen(sheet.colours) * view.brightness[..., None] * opacity
        focused = blurred(np.asarray(scene, np.float32), LENS_DEVIATION * SUPERSAMPLING)
        frame = np.asarray(cv2.resize(focused, self.size, interpolation=cv2.INTER_AREA), np.float32)
        return with_noise(encoded(frame), NOISE, random)

    def _brightness(self, meeting: Meeting) -> Values:
        direct = np.maximum(meeting.facing @ self.lamp, 0)
        return np.asarray(_AMBIENT + (1 - _AMBIENT) * direct, np.float64)


def random_lamp(random: np.random.Generator) -> Values:
    """Draw the direction of a lamp above and before the scene."""
    way = np.array([random.uniform(-0.6, 0.6), random.uniform(-0.7, -0.2), -1.0])
    return np.asarray(way / np.linalg.norm(way), np.float64)
