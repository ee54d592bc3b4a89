"""Face detection with BlazeFace's short-range model: where faces are, roughly.

Input, anchors and decoding are those of the model's public graph (MediaPipe ``face_detector_graph.cc`` and
``face_detection.pbtxt``): a 128 x 128 letterboxed picture in -1..1; two anchors a cell on a 16 x 16 grid, then six on
an 8 x 8 grid; boxes and keypoints relative to the anchor, in input pixels.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box, reduced
from livegate.vision.runtime import FloatArray, LiteRtNetwork

INPUT_SIZE = 128
GRIDS = ((16, 2), (8, 6))  # (cells a side, anchors a cell)
MINIMUM_SCORE = 0.5  # MediaPipe's default
SAME_FACE_OVERLAP = 0.5  # share of the smaller box; tiles cut faces, so intersection over union would not merge them

# The model finds faces from about a sixth of the picture's longer side upwards (70-100 px in 640 x 480 are missed);
# below that share, the overlapping tiles of half the longer side are searched as well.
SMALL_FACE_SHARE = 1 / 6
SMALLEST_TILE = INPUT_SIZE


@dataclass(frozen=True, slots=True)
class Detection:
    """A face: its box (brow to chin), score 0..1, and both eyes' centres (x, y), that on the picture's left first."""

    box: Box
    score: float
    left_eye: tuple[float, float]
    right_eye: tuple[float, float]

    @property
    def angle(self) -> float:
        """Clockwise turn of the eye line in radians."""
        return float(np.arctan2(self.right_eye[1] - self.left_eye[1], self.right_eye[0] - self.left_eye[0]))


def anchor_centres() -> NDArray[np.float32]:
    """Return the 896 anchors' centres (x, y) in input pixels."""
    layers = []
    for cells, repeats in GRIDS:
        steps = (np.arange(cells, dtype=np.float32) + 0.5) * (INPUT_SIZE / cells)
        grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
        layers.append(np.repeat(grid, repeats, axis=0))
    return np.concatenate(layers)


def tiles(width: int, height: int, side: int) -> Iterator[tuple[int, int]]:
    """Yield (left, top) of the evenly spread squares that cover the picture and overlap by half or more."""
    for top in _starts(height, side):
        for left in _starts(width, side):
            yield left, top


def _starts(length: int, side: int) -> tuple[int, ...]:
    if length <= side:
        return (0,)
    steps = -(-(length - side) // max(side // 2, 1))
    return tuple(round(step * (length - side) / steps) for step in range(steps + 1))


def distinct(detections: list[Detection]) -> list[Detection]:
    """Keep the best-scored detection of every face, best first (greedy non-maximum suppression)."""
    kept: list[Detection] = []
    for candidate in sorted(detections, key=lambda detection: detection.score, reverse=True):
        if all(candidate.box.overlap(other.box) < SAME_FACE_OVERLAP for other in kept):
            kept.append(candidate)
    return kept


class FaceDetector:
    """Finds faces in a picture. Not thread-safe."""

    def __init__(self, model: bytes) -> None:
        """``model``: content of ``face_detector.tflite``."""
        self._network = LiteRtNetwork(model)
        self._anchors = anchor_centres()

    def detect(self, pixels: Pixels, *, thorough: bool = False) -> list[Detection]:
        """Return the distinct faces, best score first.

        Tiles of half the longer side are searched when the whole picture shows no face or only small ones. With
        ``thorough``, for stills, tiles of a half and a quarter are searched in any case.
        """
        height, width = pixels.shape[:2]
        longer = max(height, width)
        found = self._search(pixels, 0, 0)
        largest = max((detection.box.width for detection in found), default=0.0)
        if thorough or largest < SMALL_FACE_SHARE * longer:
            found += self._search_tiles(pixels, longer // 2)
        if thorough:
            found += self._search_tiles(pixels, longer // 4)
        return distinct(found)

    def _search_tiles(self, pixels: Pixels, side: int) -> list[Detection]:
        if side < SMALLEST_TILE:
            return []
        height, width = pixels.shape[:2]
        return [
            detection
            for left, top in tiles(width, height, side)
            for detection in self._search(pixels[top : top + side, left : left + side], left, top)
        ]

    def _search(self, pixels: Pixels, left: int, top: int) -> list[Detection]:
        """Run the network on one picture whose corner lies at (left, top) of the frame."""
        height, width = pixels.shape[:2]
        scale = INPUT_SIZE / max(height, width)
        columns, rows = max(round(width * scale), 1), max(round(height * scale), 1)
        values = np.full((1, INPUT_SIZE, INPUT_SIZE, 3), -1, dtype=np.float32)
        values[0, :rows, :columns] += reduced(pixels, columns, rows) * np.float32(1 / 127.5)
        outputs = self._network.run(values)
        offset = np.array([left, top], dtype=np.float32)
        return self._decode(outputs["regressors"][0], outputs["classificators"][0, :, 0], 1 / scale, offset)

    def _decode(self, regressors: FloatArray, logits: FloatArray, scale: float, offset: FloatArray) -> list[Detection]:
        chosen = np.flatnonzero(logits >= np.log(MINIMUM_SCORE / (1 - MINIMUM_SCORE)))
        # Rows of (centre, half size, left eye, right eye), each an (x, y) in frame pixels.
        values = regressors[chosen, :8].reshape(-1, 4, 2)
        values[:, (0, 2, 3)] += self._anchors[chosen, np.newaxis]
        values *= np.array([1, 0.5, 1, 1], dtype=np.float32)[:, np.newaxis] * np.float32(scale)
        values[:, (0, 2, 3)] += offset
        scores = 1 / (1 + np.exp(-logits[chosen]))
        rows = zip(values.tolist(), scores.tolist(), strict=True)
        return distinct([_detection(points, score) for points, score in rows])


def _detection(points: list[list[float]], score: float) -> Detection:
    (x, y), (half_width, half_height), (left_x, left_y), (right_x, right_y) = points
    box = Box(x - half_width, y - half_height, x + half_width, y + half_height)
    return Detection(box, score, (left_x, left_y), (right_x, right_y))
