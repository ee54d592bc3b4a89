"""A decoded picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright picture: uint8, height x width x 3, RGB; ``captured_at`` is in seconds from the first frame."""

    captured_at: float
    pixels: Pixels
