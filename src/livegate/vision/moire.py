"""Moire: the pattern that the pixels of a screen leave where a camera's pixels sample them.

Two grids that differ a little beat: the sum of them is a fine pattern that neither has, almost the same all over the
face. In the spectrum it is a narrow peak, of which skin, hair and sensor noise have none. That it gives replays away:
K. Patel, H. Han, A. K. Jain and G. Ott, Live face video vs. spoof face video: use of moire patterns, 2015.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box
from livegate.vision.runtime import FloatArray

TILE: Final = 64
"""Pixels of the frame, unscaled: scaling would take the pattern away, or make one."""

TILES_A_SIDE = 3
FACE_SHARE = 0.9  # of the longer side of the face's box: skin, and little of what is around it

# Cycles a tile. Coarser than 7 is the face itself; finer than 28, interlaced video has its comb.
LOWEST_FREQUENCY, HIGHEST_FREQUENCY = 7, 28
BLOCK_FREQUENCY = TILE // 8
"""JPEG and all common video codecs code blocks of 8 x 8 pixels, whose seams have this frequency and its multiples."""

SURROUNDINGS = 9  # frequencies each way, of which the median is what a peak is measured against
_LEVELS = 12  # steps a unit of the logarithm: OpenCV's wide median takes bytes


class MoireMeter:
    """Measures the highest narrow peak in the spectrum of a face. Thread-safe."""

    def __init__(self) -> None:
        window = np.hanning(TILE)
        self._window = np.outer(window, window).astype(np.float32)
        self._searched = _searched_frequencies()

    def prominence(self, pixels: Pixels, face: Box) -> float | None:
        """Return how far the highest peak stands out: the natural logarithm of its power over its surroundings'.

        None for a frame smaller than a tile.
        """
        height, width = pixels.shape[:2]
        if min(height, width) < TILE:
            return None
        side = max(FACE_SHARE * max(face.width, face.height), 1.5 * TILE)
        left, right = _span(face.centre[0], side, width)
        top, bottom = _span(face.centre[1], side, height)
        luma = cv2.cvtColor(np.ascontiguousarray(pixels[top:bottom, left:right]), cv2.COLOR_RGB2GRAY)
        # The mean of the logarithms counts what is in all tiles; an edge or a pattern in one of them is not.
        power = _whole(np.log(self._spectra(np.asarray(luma, np.float32)) + 1).mean(axis=0))
        surroundings = cv2.medianBlur(np.clip(power * _LEVELS, 0, 255).astype(np.uint8), SURROUNDINGS)
        return float((power - surroundings / _LEVELS)[self._searched].max())

    def _spectra(self, luma: FloatArray) -> FloatArray:
        """Return the power of every tile: tiles x vertical x horizontal frequency, from the mean on to the right."""
        rows, columns = (np.linspace(0, length - TILE, TILES_A_SIDE).astype(int) for length in luma.shape)
        tiles = np.stack([luma[row : row + TILE, column : column + TILE] for row in rows for column in columns])
        tiles -= tiles.mean(axis=(1, 2), keepdims=True)
        spectra = np.fft.rfft2(tiles * self._window)
        return np.asarray(spectra.real**2 + spectra.imag**2, np.float32)


def _whole(half: FloatArray) -> FloatArray:
    """Return a spectrum of TILE x TILE with the mean in the middle, given its half from the mean to the right.

    That of real numbers is the same on both sides of its middle.
    """
    right = np.fft.fftshift(half, axes=0)
    # Rows run from -TILE / 2 up; opposite of that one is itself.
    opposite = np.roll(right[::-1], 1, axis=0)
    return np.hstack([opposite[:, :0:-1], right[:, :-1]])


def _searched_frequencies() -> NDArray[np.bool_]:
    """Return where a peak is looked for: not at the lowest and highest frequencies, and not at those of the blocks."""
    frequencies = np.arange(TILE) - TILE // 2
    down, across = np.meshgrid(frequencies, frequencies, indexing="ij")
    high_enough = np.hypot(down, across) >= LOWEST_FREQUENCY
    low_enough = np.maximum(np.abs(down), np.abs(across)) <= HIGHEST_FREQUENCY
    return high_enough & low_enough & ~_seams(across, down) & ~_seams(down, across)


def _seams(along: NDArray[np.int_], other: NDArray[np.int_]) -> NDArray[np.bool_]:
    from_multiple = np.abs((along + BLOCK_FREQUENCY // 2) % BLOCK_FREQUENCY - BLOCK_FREQUENCY // 2)
    return np.asarray((from_multiple <= 1) & (np.abs(other) <= 1), np.bool_)


def _span(centre: float, side: float, length: int) -> tuple[int, int]:
    """Return the part of ``side`` about ``centre`` that is in the frame, shifted so that a tile fits in."""
    start = min(max(round(centre - side / 2), 0), length - TILE)
    return start, max(min(round(centre + side / 2), length), start + TILE)
