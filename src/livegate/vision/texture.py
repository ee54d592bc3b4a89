"""The presentation-attack network's reading of a face with its surroundings."""

from typing import Final

import cv2
import numpy as np

from livegate.liveness.observation import TextureReading
from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box
from livegate.vision.runtime import OnnxNetwork

INPUT_SIZE: Final = 128
LIVE_CLASS = 0

# The network was trained on another detector's boxes; from the box around the mesh to such a box (model card).
WIDTH_SHARE, HEIGHT_SHARE, RISE_SHARE = 0.981, 1.133, 0.066
CONTEXT = 2.7  # the crop shows the face with this much around it, as in training (MiniFASNet "2.7_128x128")

# Pixel noise makes attacks look alive. It is averaged away by scaling by area, which the more pixels a face has the
# better averages, and the answer must survive a 3 x 3 median filter. Measured on three replays with noise of 10 luma
# levels added: bilinear scaling accepts one of them, this none. A 7 x 7 bilateral filter (sigma 40/3) in place of the
# median costs sixty times as much and keeps fewer live faces.
MEDIAN_FILTER_SIZE = 3


def face_box(mesh_box: Box) -> Box:
    """Return the box that the network's training data has for a face with this box around its mesh."""
    x, y = mesh_box.centre
    y -= RISE_SHARE * mesh_box.height
    half_width, half_height = WIDTH_SHARE * mesh_box.width / 2, HEIGHT_SHARE * mesh_box.height / 2
    return Box(x - half_width, y - half_height, x + half_width, y + half_height)


def context_box(face: Box, width: int, height: int) -> Box:
    """Enlarge ``face`` about its centre, capped and shifted so that the result stays inside the frame."""
    scale = min(CONTEXT, width / face.width, height / face.height)
    half_width, half_height = scale * face.width / 2, scale * face.height / 2
    x = min(max(face.centre[0], half_width), width - half_width)
    y = min(max(face.centre[1], half_height), height - half_height)
    return Box(x - half_width, y - half_height, x + half_width, y + half_height)


class TextureReader:
    """Runs the presentation-attack network. Thread-safe."""

    def __init__(self, network: OnnxNetwork) -> None:
        self._network = network

    def read(self, pixels: Pixels, mesh_box: Box) -> TextureReading:
        """Return how alive the face looks, as it is and denoised."""
        height, width = pixels.shape[:2]
        box = context_box(face_box(mesh_box), width, height)
        surroundings = pixels[round(box.top) : round(box.bottom), round(box.left) : round(box.right)]
        denoised = cv2.medianBlur(surroundings, MEDIAN_FILTER_SIZE)
        return TextureReading(plain=self._live(surroundings), denoised=self._live(np.asarray(denoised, dtype=np.uint8)))

    def _live(self, surroundings: Pixels) -> float:
        small = cv2.resize(surroundings, (INPUT_SIZE, INPUT_SIZE), interpolation=cv2.INTER_AREA)
        values = np.asarray(cv2.dnn.blobFromImage(small, swapRB=True), dtype=np.float32)
        logits = self._network.run(values)[0]
        odds = np.exp(logits - logits.max())
        return float(odds[LIVE_CLASS] / odds.sum())
