"""Boxes, similarity transforms and crops.

Coordinates are continuous pixels: pixel (column i, row j) covers [i, i + 1) x [j, j + 1). A transform is a float64
2 x 3 matrix that maps frame coordinates to crop coordinates.
"""

from dataclasses import dataclass
from math import cos, hypot, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from livegate.liveness.observation import FaceRectangle
from livegate.vision.frame import Pixels

Matrix = NDArray[np.float64]
Points = NDArray[np.floating]

# Bilinear sampling reads a 2 x 2 neighbourhood: below this scale it would skip pixels, so the source is averaged first.
SMALLEST_BILINEAR_SCALE = 0.5


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle; it may reach over the frame's edge."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """The centre (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def overlap(self, other: "Box") -> float:
        """Share of the smaller box that lies in the other one, 0..1."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        smaller = min(self.width * self.height, other.width * other.height)
        return max(width, 0.0) * max(height, 0.0) / smaller if smaller > 0 else 0.0

    def lies_within(self, width: int, height: int) -> bool:
        """Tell whether all of it is in a picture of ``width`` x ``height``."""
        return self.left >= 0 and self.top >= 0 and self.right < width and self.bottom < height

    def rectangle(self) -> FaceRectangle:
        """Round to whole pixels."""
        left, top = round(self.left), round(self.top)
        return FaceRectangle(top=top, left=left, width=round(self.right) - left, height=round(self.bottom) - top)


def bounding_box(points: Points) -> Box:
    """Return the smallest box around ``points`` (n x 2 or more columns: x, y, ...)."""
    # Two columns on their own: over the first of two axes numpy is several times slower.
    x, y = points[:, 0], points[:, 1]
    return Box(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def upright_square(centre: tuple[float, float], side: float, angle: float, size: int) -> Matrix:
    """Map the square with ``centre`` and ``side``, turned clockwise by ``angle`` radians, to ``size`` x ``size``."""
    scale = size / side
    cosine, sine = scale * cos(angle), scale * sin(angle)
    x, y = centre
    return np.array(
        [[cosine, sine, size / 2 - cosine * x - sine * y], [-sine, cosine, size / 2 + sine * x - cosine * y]]
    )


def invert(matrix: Matrix) -> Matrix:
    """Return the inverse of a similarity transform."""
    # With rows (a, b) and (-b, a), the inverse is the transpose over the squared scale.
    (a, b, x), (_, _, y) = matrix.tolist()
    square = a * a + b * b
    a, b = a / square, b / square
    return np.array([[a, -b, b * y - a * x], [b, a, -b * x - a * y]])


def scale_of(matrix: Matrix) -> float:
    """Return by how much a similarity transform enlarges lengths."""
    return hypot(matrix[0, 0], matrix[1, 0])


def transform(matrix: Matrix, points: Points) -> Matrix:
    """Map ``points`` (n x 2)."""
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], dtype=np.float64)


def fit_similarity(source: Points, target: Points) -> Matrix:
    """Return the similarity transform (no reflection) that brings ``source`` (n x 2) closest to ``target``.

    Least squares in closed form: with points as complex numbers it is linear, target = a * source + b.
    """
    points, wanted = _complex(source), _complex(target)
    origin, aim = points.mean(), wanted.mean()
    centred = points - origin
    factor = np.vdot(centred, wanted) / np.vdot(centred, centred).real
    shift = aim - factor * origin
    return np.array([[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]])


def _complex(points: Points) -> NDArray[np.complex128]:
    return np.ascontiguousarray(points, dtype=np.float64).view(np.complex128)[:, 0]


def reduced(pixels: Pixels, columns: int, rows: int) -> Pixels:
    """Return the whole picture scaled down to ``columns`` x ``rows`` by averaging.

    It is halved as often as possible first: OpenCV's means over 2 x 2 pixels cost a tenth of those over other areas.
    """
    while pixels.shape[0] >= 2 * rows and pixels.shape[1] >= 2 * columns:
        pixels = half(pixels)
    return np.asarray(cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def crop(pixels: Pixels, matrix: Matrix, size: int, *, border: int = cv2.BORDER_REPLICATE) -> Pixels:
    """Return the ``size`` x ``size`` picture that ``matrix`` cuts out, averaged when it is much smaller.

    ``border``: OpenCV's rule for what lies outside the frame.
    """
    scale = scale_of(matrix)
    if scale <= SMALLEST_BILINEAR_SCALE:
        pixels, matrix = _shrink(pixels, matrix, size, scale)
    # OpenCV puts integer coordinates at pixel centres.
    indexed = matrix.copy()
    indexed[:, 2] += (matrix[:, 0] + matrix[:, 1]) / 2 - 0.5
    return np.asarray(cv2.warpAffine(pixels, indexed, (size, size), borderMode=border), dtype=np.uint8)


def _shrink(pixels: Pixels, matrix: Matrix, size: int, scale: float) -> tuple[Pixels, Matrix]:
    """Return the part of the frame that a crop needs, halved, and the matrix that fits it."""
    corners = np.array([[0, 0], [size, 0], [0, size], [size, size]], dtype=np.float64)
    needed = bounding_box(transform(invert(matrix), corners))
    height, width = pixels.shape[:2]
    left, top = min(max(int(needed.left), 0), width - 1), min(max(int(needed.top), 0), height - 1)
    right, bottom = max(int(needed.right) + 1, left + 1), max(int(needed.bottom) + 1, top + 1)
    small, divisor = _halve(pixels[top:bottom, left:right], scale)
    return small, np.column_stack([matrix[:, :2] * divisor, matrix[:, 2] + matrix[:, :2] @ (left, top)])


def _halve(pixels: Pixels, scale: float) -> tuple[Pixels, int]:
    """Return a picture that is to be scaled by ``scale``, halved as often as leaves it no smaller, and its divisor."""
    divisor = 1
    while scale * divisor <= SMALLEST_BILINEAR_SCALE and min(pixels.shape[:2]) > 1:
        pixels = half(pixels)
        divisor *= 2
    return pixels, divisor


def half(pixels: Pixels) -> Pixels:
    """Return the means over 2 x 2 pixels; a last row or column that does not fill one is dropped."""
    rows, columns = pixels.shape[0] // 2, pixels.shape[1] // 2
    whole = pixels[: rows * 2, : columns * 2]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.uint8)
