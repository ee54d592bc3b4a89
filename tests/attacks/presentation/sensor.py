"""A camera's sensor: single-colour samples, finer than the picture that it delivers."""

import cv2
import numpy as np

from livegate.vision.frame import Pixels
from tests.attacks.presentation.light import Light, encoded

# A phone records 480 x 640 from at least three times as many samples a side. What aliases there, stays.
SAMPLES = 3

# Colour filters repeat every two samples: place (row, column) and the colour's number.
BAYER = (((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 2))

LENS_DEVIATION = 0.3  # samples: a sharp lens without a low-pass filter, as phones have
# Of a delivered pixel, which is the mean of several samples: variance a unit of light, and deviation in the dark, for
# white of 1. That makes 1.5 levels in grey, as of a phone in a lit room.
SHOT_NOISE, READ_NOISE = 0.00013, 0.002
READOUT = 0.025  # seconds from the first row to the last

_FULL_SCALE = 65535


def transfer(frequency: float) -> float:
    """Return how much contrast of ``frequency`` (cycles a sample) lens and sample area keep, 0..1."""
    lens = np.exp(-2 * (np.pi * LENS_DEVIATION * frequency) ** 2)
    return float(lens * abs(np.sinc(frequency)))


def alias(frequency: float) -> float:
    """Return where red or blue stripes of ``frequency`` (cycles a sample) turn up, in cycles a delivered pixel."""
    # Every second sample in a row is red, so that whole cycles in two samples are not seen.
    seen = 2 * frequency
    return abs(seen - round(seen)) / 2 * SAMPLES


def develop(mosaic: Light, size: tuple[int, int], contrast: float, random: np.random.Generator) -> Pixels:
    """Return the picture of ``size`` (width, height) that a camera makes of its samples (one light value each).

    ``contrast`` is that of its tone curve, 0..1.
    """
    counts = np.clip(mosaic * np.float32(_FULL_SCALE), 0, _FULL_SCALE).astype(np.uint16)
    colours = cv2.demosaicing(counts, cv2.COLOR_BAYER_RGGB2RGB)
    scaled = cv2.resize(colours, size, interpolation=cv2.INTER_AREA)
    light = np.asarray(scaled, np.float32) / np.float32(_FULL_SCALE)
    noise = random.standard_normal(light.shape, np.float32)
    exposed = light + noise * np.sqrt(np.float32(SHOT_NOISE) * light + np.float32(READ_NOISE**2))
    return encoded(exposed, contrast=contrast)
