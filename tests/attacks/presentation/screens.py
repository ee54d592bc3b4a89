"""Replays: a clip on a screen, filmed."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from livegate.vision.frame import Frame, Pixels
from tests.attacks.presentation import sensor
from tests.attacks.presentation.display import CLEAN, HARMONICS, MONITOR, PHONE, TABLET, Display, stripes
from tests.attacks.presentation.grid import cell_centres, fine
from tests.attacks.presentation.light import Light, linear
from tests.attacks.presentation.material import Material
from tests.attacks.presentation.room import room
from tests.attacks.presentation.sheet import FLAT, Placement, Values, focal_length, meet, rays_of
from tests.attacks.presentation.sway import Sway, random_sway

# Turn, tilt and roll in degrees, shift to the side and down in shares of the longer side, share of the distance: two
# hands that try to hold still.
REACH = (5.0, 5.0, 3.0, 0.025, 0.02, 0.04)
ON_A_STAND = (0.0,) * len(REACH)
SLOWEST, FASTEST = 0.1, 0.8  # hertz

BEZEL_LIGHT = 0.012


@dataclass(frozen=True, slots=True)
class FilmedScreen:
    """A screen before a camera.

    ``scale``: size of the clip in the frame; ``density``: screen pixels a clip's pixel; ``exposure`` and ``contrast``
    as the display's ranges have them.
    """

    display: Display
    size: tuple[int, int]
    scale: float
    density: float
    exposure: float
    contrast: float
    room: Light
    lamp: Light
    sway: Sway

    @property
    def frequency(self) -> float:
        """Pixels of the screen that one sample of the sensor covers, where the screen faces it."""
        return self.density / (sensor.SAMPLES * self.scale)

    def placement(self, time: float) -> Placement:
        """Return how the screen is held at ``time``, in seconds."""
        turn, tilt, roll, right, down, nearer = self.sway.at(time).tolist()
        longer = max(self.size)
        return Placement(turn, tilt, roll, (right * longer, down * longer), self.scale * (1 + nearer))

    def film(self, shown: Pixels, time: float, placement: Placement, random: np.random.Generator) -> Pixels:
        """Return the frame taken at ``time`` while the screen shows a picture of its clip."""
        focal = focal_length(self.size)
        rays = rays_of(cell_centres(self.size[0]), cell_centres(self.size[1]), self.size)
        meeting = meet(rays, placement, FLAT, focal)
        across, down = (fine(cells, self.size, sensor.SAMPLES) for cells in (meeting.across, meeting.down))
        light, dimming = linear(shown), self._dimming(time)
        mosaic = np.empty(across.shape, np.float32)
        for (row, column), channel in sensor.BAYER:
            part = (slice(row, None, 2), slice(column, None, 2))
            emitted = self._emitted(across[part], down[part], light, channel) * dimming[row::2, None]
            mosaic[part] = self._framed(emitted, across[part], down[part], (row, column), channel)
        return sensor.develop(mosaic, self.size, self.contrast, random)

    def _emitted(self, across: Light, down: Light, light: Light, channel: int) -> Light:
        """Return the light of one colour that comes from places of the screen, in clip's pixels from its middle."""
        width, height = self.size
        picture = cv2.remap(
            np.ascontiguousarray(light[..., channel]),
            across + np.float32(width / 2 - 0.5),
            down + np.float32(height / 2 - 0.5),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        kept = tuple(sensor.transfer(order * self.frequency) for order in range(1, HARMONICS + 1))
        density = np.float32(self.density)
        pattern = stripes(across * density, down * density, channel, kept, kept[0])
        return np.asarray(picture * pattern * np.float32(self.exposure * self.display.white[channel]), np.float32)

    def _framed(self, emitted: Light, across: Light, down: Light, place: tuple[int, int], channel: int) -> Light:
        """Return the screen with what its glass adds, in its bezel, before the room."""
        beyond = np.maximum(np.abs(across) - self.size[0] / 2, np.abs(down) - self.size[1] / 2)
        glass = np.float32(self.display.black) + self.lamp[place[0] :: 2, place[1] :: 2]
        seen = np.where(beyond < 0, emitted, np.float32(BEZEL_LIGHT)) + glass
        behind = self.room[place[0] :: 2, place[1] :: 2, channel]
        return np.asarray(np.where(beyond < self.display.bezel * max(self.size), seen, behind), np.float32)

    def _dimming(self, time: float) -> Light:
        """Return the screen's brightness while each row of samples is read, one after the other."""
        rows = np.arange(self.size[1] * sensor.SAMPLES)
        moments = time + rows / len(rows) * sensor.READOUT
        wave = 1 + self.display.flicker * np.sin(2 * np.pi * self.display.flicker_hertz * moments)
        return np.asarray(wave, np.float32)


def set_up(
    display: Display, size: tuple[int, int], random: np.random.Generator, *, reach: tuple[float, ...] = REACH
) -> FilmedScreen:
    """Put a screen that shows clips of ``size`` (width, height) before a camera with frames of that size.

    ``reach``: how far it is moved, as in ``REACH``.
    """
    scale = float(random.uniform(*display.coverage))
    density = float(random.uniform(*display.pixels)) / max(size)
    exposure, contrast = float(random.uniform(*display.exposure)), float(random.uniform(*display.contrast))
    fine_size = (size[0] * sensor.SAMPLES, size[1] * sensor.SAMPLES)
    behind = cv2.resize(room(size, random), fine_size, interpolation=cv2.INTER_LINEAR)
    lamp = np.asarray(display.glare * _spot(fine_size, random), np.float32)
    sway = random_sway(reach, random, slow=SLOWEST, fast=FASTEST)
    return FilmedScreen(display, size, scale, density, exposure, contrast, np.asarray(behind, np.float32), lamp, sway)


def phone_replay(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Film a phone with its edges in view."""
    return _filmed(PHONE, material, random)


def tablet_replay(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Film a tablet with its edges in view and a lamp in its glass."""
    return _filmed(TABLET, material, random)


def monitor_replay(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Film a monitor from so near that its picture fills the frame."""
    return _filmed(MONITOR, material, random)


def clean_replay(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Film a screen too fine to be resolved, which fills the frame, without reflections: the hardest one."""
    return _filmed(CLEAN, material, random)


def steady_replay(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Film the same screen on a stand, from a stand."""
    return _filmed(CLEAN, material, random, reach=ON_A_STAND)


def _filmed(
    display: Display, material: Material, random: np.random.Generator, *, reach: tuple[float, ...] = REACH
) -> Iterator[Frame]:
    height, width = material.clip.first().shape[:2]
    screen = set_up(display, (width, height), random, reach=reach)
    for frame in material.clip.frames():
        time = frame.captured_at
        yield Frame(time, screen.film(frame.pixels, time, screen.placement(time), random))


def _spot(size: tuple[int, int], random: np.random.Generator) -> Values:
    """Return a soft spot of light, 0..1, rows x columns."""
    columns, rows = np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))
    x, y = random.uniform(0.1, 0.9, 2)
    wide, high = random.uniform(0.06, 0.2, 2)
    return np.asarray(np.exp(-(((columns - x) / wide) ** 2) - ((rows - y) / high) ** 2), np.float64)
