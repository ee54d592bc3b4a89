"""Knowing a frame again after it was encoded anew, scaled or cropped."""

import cv2
import numpy as np

from livegate.liveness.observation import DOUBTFUL_BITS, HASH_BITS, PerceptualHash
from livegate.vision.frame import Pixels

SIDE = 32
LOWEST_FREQUENCY = 3
"""Waves across the face, both ways together: below lie the light and what all faces share."""


def perceptual_hash(aligned: Pixels) -> PerceptualHash:
    """Return the hash of a face cut out by ``recogniser.align``: the signs of 64 waves of its cosine transform.

    After Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), on the aligned face
    instead of the frame, so that cropping does not matter, and without the lowest waves. The signs of small waves are
    the first to turn over: they are named as doubtful.
    """
    grey = cv2.cvtColor(cv2.resize(aligned, (SIDE, SIDE), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    waves = cv2.dct(grey.astype(np.float32))[_ROWS, _COLUMNS]
    bits = int.from_bytes(np.packbits(waves > 0, bitorder="little").tobytes(), "little")
    return PerceptualHash(bits, tuple(np.argsort(np.abs(waves), kind="stable")[:DOUBTFUL_BITS].tolist()))


def _places() -> tuple[list[int], list[int]]:
    """Return rows and columns of the lowest 64 waves from ``LOWEST_FREQUENCY`` on, diagonal ones first."""
    places = [(row, column) for row in range(SIDE) for column in range(SIDE) if row + column >= LOWEST_FREQUENCY]
    places.sort(key=lambda place: (sum(place), abs(place[0] - place[1])))
    rows, columns = zip(*places[:HASH_BITS], strict=True)
    return list(rows), list(columns)


_ROWS, _COLUMNS = _places()
