"""A photo on paper: what printing keeps of it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from livegate.vision.frame import Pixels
from tests.attacks.presentation.light import Light, blurred, linear

# Plain paper reflects about 80 % of the light, dense ink on it 3 to 5 %: a contrast of 20 : 1 where a screen has
# 1000 : 1. Inks on plain paper reach about two thirds of a display's saturation (office inkjets, uncoated stock).
WHITE, BLACK = 0.82, 0.045
SATURATION = 0.72
INK_DEVIATION = 0.9  # pixels of the sheet by which ink spreads
DOT_SHARE = 0.10  # part of the tone that is made of dots coarse enough for a camera at half a metre
GRAIN = 0.015  # uneven paper, share of its reflectance
BORDER = 0.04  # unprinted margin, share of the width

ENLARGEMENT = 2  # pixels of the sheet for one of the photo, so that dots and edges are finer than the camera's pixels


@dataclass(frozen=True, slots=True)
class Print:
    """A printed sheet: its ``reflectance`` (height x width x 3, 0..1), and the photo's pixel in its middle."""

    reflectance: Light
    middle: tuple[float, float]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.reflectance.shape[1], self.reflectance.shape[0]

    def places(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return where points (n x 2) of the photo are on the sheet."""
        return np.asarray((points - self.middle) * ENLARGEMENT + np.array(self.size) / 2, np.float64)


def printed(photo: Pixels, part: tuple[int, int, int, int], random: np.random.Generator) -> Print:
    """Print a part of a photo (left, top, right, bottom), with a white border."""
    left, top, right, bottom = part
    size = ((right - left) * ENLARGEMENT, (bottom - top) * ENLARGEMENT)
    enlarged = cv2.resize(linear(photo[top:bottom, left:right]), size, interpolation=cv2.INTER_CUBIC)
    tone = np.clip(np.asarray(enlarged, np.float32), 0, 1)
    grey = tone.mean(axis=2, keepdims=True)
    tone = np.clip(grey + np.float32(SATURATION) * (tone - grey), 0, 1)
    ink = blurred(_with_dots(tone, random), INK_DEVIATION)
    paper = np.array((1.0, 0.985, 0.95), np.float32) * WHITE
    border = round(BORDER * size[0])
    reflected = np.asarray(BLACK + ink * (paper - BLACK), np.float32)
    sheet = cv2.copyMakeBorder(
        reflected, border, border, border, border, cv2.BORDER_CONSTANT, value=[float(value) for value in paper]
    )
    reflectance = np.asarray(sheet * _grain((sheet.shape[0], sheet.shape[1]), random), np.float32)
    return Print(reflectance, ((left + right) / 2, (top + bottom) / 2))


def _with_dots(tone: Light, random: np.random.Generator) -> Light:
    """Set dots of ink at random with the tone's density, as inkjets' stochastic screens do; keep most of it smooth."""
    dots = (random.random(tone.shape, np.float32) < tone).astype(np.float32)
    return np.asarray((1 - DOT_SHARE) * tone + DOT_SHARE * dots, np.float32)


def _grain(shape: tuple[int, int], random: np.random.Generator) -> Light:
    noise = random.standard_normal(shape, np.float32)
    uneven = noise + 6 * blurred(random.standard_normal(shape, np.float32), 3.0)
    return np.asarray(1 + GRAIN * uneven[..., None], np.float32)
