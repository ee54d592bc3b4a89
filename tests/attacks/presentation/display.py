"""Screens: how they are made of stripes of light, and what differs between them."""

from dataclasses import dataclass

import numpy as np

from tests.attacks.presentation.light import Light

# Red, green and blue stripes lie side by side, each a third of a pixel; a black grid between them takes a part of it.
STRIPE_OFFSETS = (-1 / 3, 0.0, 1 / 3)
STRIPE_WIDTH = 0.27
ROW_HEIGHT = 0.85
HARMONICS = 2  # what finer structure leaves behind a lens is below a sensor's noise


@dataclass(frozen=True, slots=True)
class Display:
    """A screen that plays a clip.

    ``pixels``: range of how many of its pixels the clip's longer side takes. ``coverage``: range of the clip's size in
    the frame that films it; above 1 nothing but the screen is seen. ``bezel``: its frame's width, share of the clip's
    longer side. ``black``: light of a black pixel, with what the glass reflects, for white of 1. ``white``: its white
    point as red, green and blue. ``glare``: light of a lamp in the glass. ``flicker``: depth of its dimming, 0..1, with
    ``flicker_hertz``. ``exposure``: range of what its white becomes for the camera, whose white is 1. ``contrast``:
    range of how S-shaped that camera's tone curve is.
    """

    pixels: tuple[float, float]
    coverage: tuple[float, float]
    bezel: float
    black: float
    white: tuple[float, float, float]
    glare: float
    flicker: float
    flicker_hertz: float
    exposure: tuple[float, float]
    contrast: tuple[float, float]


# Bluer than daylight as screens are by default (7500 to 9000 K), less what the camera's white balance takes back.
# Phones dim by pulses of 240 Hz and more, monitors mostly by direct current, with a ripple of the refresh.
# A screen shines in a dim room, so that cameras expose it too long, and their tone curve comes on top of that in the
# clip: of two filmed phones whose clips are at hand, one shows the face 1.4 times as bright and with 1.2 times the
# contrast, the other as in the clip.
PHONE = Display(
    (900, 1300),
    (0.8, 0.92),
    0.03,
    0.012,
    (0.91, 1.0, 1.11),
    0.16,
    0.05,
    240.0,
    exposure=(0.85, 1.5),
    contrast=(0.1, 0.5),
)
TABLET = Display(
    (1000, 1500),
    (0.84, 0.95),
    0.07,
    0.018,
    (0.94, 1.0, 1.07),
    0.22,
    0.03,
    200.0,
    exposure=(0.8, 1.3),
    contrast=(0.1, 0.4),
)
MONITOR = Display(
    (760, 1100), (1.15, 1.3), 0.04, 0.025, (0.93, 1.0, 1.09), 0.05, 0.06, 60.0, exposure=(0.8, 1.3), contrast=(0.1, 0.4)
)
CLEAN = Display(
    (2200, 2900), (1.15, 1.22), 0.0, 0.004, (0.99, 1.0, 1.01), 0.0, 0.0, 480.0, exposure=(0.9, 1.0), contrast=(0.0, 0.1)
)


def stripes(across: Light, down: Light, channel: int, transfer: tuple[float, ...], row_transfer: float) -> Light:
    """Return the pattern of one colour, 1 on average, at places in pixels of the screen.

    ``transfer``: how much of each harmonic across a lens and a sensor's pixels keep, 0..1; ``row_transfer``: of the
    first one down. The amplitudes are those of a pulse of the stripe's width (its Fourier series).
    """
    pattern = np.ones_like(across)
    for order, kept in enumerate(transfer, start=1):
        amplitude = np.float32(2 * kept * np.sinc(order * STRIPE_WIDTH))
        pattern += amplitude * np.cos(np.float32(2 * np.pi * order) * (across - np.float32(STRIPE_OFFSETS[channel])))
    rows = 1 + np.float32(2 * row_transfer * np.sinc(ROW_HEIGHT)) * np.cos(np.float32(2 * np.pi) * down)
    return np.asarray(pattern * rows, np.float32)
