"""What stands behind an attacker: an indoor scene, out of focus."""

import cv2
import numpy as np

from tests.attacks.presentation.light import Light, blurred

FURNITURE = 6


def room(size: tuple[int, int], random: np.random.Generator) -> Light:
    """Return a room of ``size`` (width, height): a lit wall, a floor, furniture, all blurred as at 2 m."""
    width, height = size
    wall = random.uniform(0.25, 0.5) * (1 + random.uniform(-0.12, 0.12, 3))
    left, right = random.uniform(0.6, 1.2, 2).tolist()
    falloff = np.linspace(left, right, width)[None, :] * np.linspace(1.1, 0.75, height)[:, None]
    scene = np.asarray(falloff[..., None] * wall, np.float32)
    scene[int(random.uniform(0.8, 0.95) * height) :] *= np.float32(0.45)
    for _ in range(FURNITURE):
        colour = random.uniform(0.03, 0.6) * (1 + random.uniform(-0.35, 0.35, 3))
        corner = random.uniform(-0.1, 0.95, 2) * size
        extent = random.uniform(0.08, 0.4, 2) * size
        ends = [tuple(int(value) for value in point) for point in (corner, corner + extent)]
        cv2.rectangle(scene, ends[0], ends[1], tuple(float(value) for value in colour), cv2.FILLED)
    texture = random.standard_normal((height // 6, width // 6, 3), np.float32) * np.float32(0.05)
    scene *= 1 + np.asarray(cv2.resize(texture, size, interpolation=cv2.INTER_CUBIC), np.float32)
    return blurred(scene, max(size) / 110)
