"""How points have moved between two pictures, if they lie on one plane before the camera.

A plane that tilts, and a camera that turns, make one side of the picture larger than the other: the scale changes along
the picture. A homography has that in its lowest row (R. Hartley and A. Zisserman, Multiple View Geometry, 2004, 2.4).
Of its other parts only those are fitted that a plane nearly facing the camera needs: shift, growth and turn.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from livegate.liveness.observation import PlaneMotion

Points = NDArray[np.float64]

ROUNDS: Final = 6
"""Of weighing points anew by how well they fit; weights hardly change after that."""

LEAST_SPREAD: Final = 0.0006
"""A quarter of a pixel of 400: points are not followed more exactly than that."""

MEDIAN_TO_DEVIATION: Final = 1.4826  # of a normal distribution

CELLS: Final = 8
"""Cells along the longer side. What is in one moves together: its points' errors are one error, not many."""

_TINY: Final = 1e-9
_PARTS: Final = 6
_TILT: Final = slice(4, 6)


def fit_plane(before: Points, after: Points) -> PlaneMotion:
    """Fit the motion of a plane to points (n x 2 each, from the picture's middle, in its longer sides).

    With tilt g, growth s and turn r: after * (1 + g . before) = (1 + s) * before + r * across(before) + shift, which is
    linear in all six. Points that move otherwise, on a body that moves by itself, are weighed down as by S. Geman and
    D. McClure, Statistical methods for tomographic image reconstruction, 1987.
    """
    design, moved = _design(before, after), after - before
    rows = design.reshape(-1, _PARTS)
    weights, middle = np.ones(len(before)), len(before) // 2
    for _ in range(ROUNDS):
        weighted = (design * weights[:, None, None]).reshape(-1, _PARTS)
        inverse = np.linalg.inv(rows.T @ weighted + _TINY * np.eye(_PARTS))
        solution = inverse @ (weighted.T @ moved.ravel())
        distances = np.hypot(*(moved - design @ solution).T)
        spread = max(MEDIAN_TO_DEVIATION * float(np.partition(distances, middle)[middle]), LEAST_SPREAD)
        weights = (1 + (distances / (2 * spread)) ** 2) ** -2
    errors = spread * inverse[_TILT] @ _summed_by_cell(weighted, before)
    shift_x, shift_y, _, _, tilt_x, tilt_y = solution.tolist()
    return PlaneMotion(
        shift=(shift_x, shift_y),
        tilt=(tilt_x, tilt_y),
        tilt_error=float(np.linalg.norm(errors)),
        points=float(weights.sum()),
    )


def _design(before: Points, after: Points) -> NDArray[np.float64]:
    """Return what each of the six parts adds to each point's motion: n x 2 x 6."""
    design = np.zeros((len(before), 2, _PARTS))
    design[:, 0, 0] = design[:, 1, 1] = 1
    design[:, :, 2] = before
    design[:, 0, 3], design[:, 1, 3] = -before[:, 1], before[:, 0]
    design[:, :, _TILT] = -after[:, :, None] * before[:, None, :]
    return design


def _summed_by_cell(rows: NDArray[np.float64], places: Points) -> NDArray[np.float64]:
    """Return the sums of the points' rows (2n x 6) in each cell as columns: half of a cluster-robust covariance."""
    columns, lines = np.floor(places.T * CELLS).astype(np.intp)
    cells = columns * 4 * CELLS + lines
    order = np.argsort(cells)
    _, starts = np.unique(cells[order], return_index=True)
    sums = np.add.reduceat(rows.reshape(-1, 2 * _PARTS)[order], starts)
    return np.asarray(sums.reshape(-1, _PARTS).T)
