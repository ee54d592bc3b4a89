"""Turning decoded pixels upright, as EXIF tags and display matrices ask."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from livegate.vision.frame import Pixels


@dataclass(frozen=True, slots=True)
class Orientation:
    """What makes a stored picture upright: swap rows and columns first, then mirror left-right, then top-bottom."""

    swapped: bool = False
    mirrored: bool = False
    flipped: bool = False

    @classmethod
    def from_exif(cls, value: object) -> Self:
        """Read the EXIF tag 0x0112 (CIPA DC-008); what is none of its values 1..8 is taken as upright."""
        return cls(swapped=value in {5, 6, 7, 8}, mirrored=value in {2, 3, 6, 7}, flipped=value in {3, 4, 7, 8})

    @classmethod
    def from_display_matrix(cls, matrix: bytes) -> Self:
        """Read a track's display matrix: nine 32-bit numbers, rows (a b u), (c d v), (x y w) of ISO/IEC 14496-12.

        A stored point (p, q) is shown at (a p + c q, b p + d q). Angles between the right ones are rounded to them.
        """
        a, b, _, c, d = (int(number) for number in np.frombuffer(matrix, dtype=np.int32, count=5))
        if abs(a) + abs(d) >= abs(b) + abs(c):
            return cls(mirrored=a < 0, flipped=d < 0)
        return cls(swapped=True, mirrored=c < 0, flipped=b < 0)

    def upright(self, pixels: Pixels) -> Pixels:
        """Return ``pixels`` (height x width x 3) turned upright, contiguous."""
        if self.swapped and self.mirrored != self.flipped:
            turned = cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE if self.mirrored else cv2.ROTATE_90_COUNTERCLOCKWISE)
            return np.asarray(turned, dtype=np.uint8)
        turned = cv2.transpose(pixels) if self.swapped else pixels
        if self.mirrored or self.flipped:
            # OpenCV's code: 1 mirrors left-right, 0 top-bottom, -1 both.
            turned = cv2.flip(turned, -1 if self.mirrored and self.flipped else int(self.mirrored))
        return np.ascontiguousarray(turned, dtype=np.uint8)
