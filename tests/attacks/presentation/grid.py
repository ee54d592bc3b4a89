"""Values that are computed for cells of a frame and wanted for every fine pixel of it."""

import cv2
import numpy as np

from tests.attacks.presentation.light import Light
from tests.attacks.presentation.sheet import Values

CELL = 8  # pixels of the frame; the grid goes one cell further on each side than is seen


def cell_centres(length: int) -> Values:
    """Return where the centres of the cells are, for ``length`` pixels."""
    return np.arange(-CELL / 2, length + CELL, CELL)


def fine(cells: Values, size: tuple[int, int], samples: int) -> Light:
    """Interpolate cells of a frame of ``size`` (width, height) to ``samples`` by ``samples`` values a pixel."""
    step = CELL * samples
    whole = cv2.resize(
        cells.astype(np.float32), (cells.shape[1] * step, cells.shape[0] * step), interpolation=cv2.INTER_CUBIC
    )
    width, height = size[0] * samples, size[1] * samples
    return np.ascontiguousarray(whole[step : step + height, step : step + width], np.float32)
