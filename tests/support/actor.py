"""A rendered person for a page's camera: at rest, and on the way to everything that a challenge asks for."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from demo.camera import HandheldCamera, View
from demo.head_turn import origins
from demo.portrait import Portrait, open_portrait
from demo.portrait_clip import RISE, SCALE
from livegate.liveness.challenge import Action
from livegate.liveness.observation import HeadPose
from livegate.vision.frame import Pixels
from livegate.vision.session_image import encode_jpeg

STEPS = 6
"""Pictures from rest to the full action."""

FULL_TURNS = {
    Action.LOOK_LEFT: HeadPose(yaw=26, pitch=0, roll=0),
    Action.LOOK_RIGHT: HeadPose(yaw=-26, pitch=0, roll=0),
    Action.LOOK_UP: HeadPose(yaw=0, pitch=22, roll=0),
    Action.LOOK_DOWN: HeadPose(yaw=0, pitch=-22, roll=0),
}

MOUTH_CORNERS = ((202.2, 139.5), (244.9, 140.9))
"""In the portrait, as the landmark model finds them."""

RELAXED = 0.16
"""How far the corners of the smiling portrait go down and inwards to rest, in widths of the mouth."""


def render_actor(folder: Path) -> None:
    """Write the pictures: ``ACTION-STEP.jpg``, step 0 being the person at rest."""
    portrait = open_portrait()
    for action in Action:
        for step, picture in enumerate(_on_the_way(portrait, action)):
            (folder / f"{action.value}-{step}.jpg").write_bytes(encode_jpeg(picture))


def _on_the_way(portrait: Portrait, action: Action) -> Iterator[Pixels]:
    x, y, _ = portrait.surface.pivot
    camera = HandheldCamera(View((x, y + RISE), SCALE, 0.0), seed=7)
    points = camera.view(0.0).scene_points()
    full = FULL_TURNS.get(action, HeadPose(yaw=0, pitch=0, roll=0))
    for step in range(STEPS + 1):
        share = step / STEPS
        pose = HeadPose(yaw=full.yaw * share, pitch=full.pitch * share, roll=0)
        smile = share if action is Action.SMILE else 0.0
        face = _with_mouth_at_rest(portrait.pixels, RELAXED * (1 - smile))
        yield camera.expose(face, origins(portrait.surface, pose, points))


def _with_mouth_at_rest(portrait: Pixels, amount: float) -> Pixels:
    """Return the portrait with the corners of its mouth moved, each carrying its surroundings along."""
    (left, right), middle = np.array(MOUTH_CORNERS), np.mean(MOUTH_CORNERS, axis=0)
    width = float(np.linalg.norm(right - left))
    y, x = np.mgrid[: portrait.shape[0], : portrait.shape[1]].astype(np.float32)
    from_x, from_y = x.copy(), y.copy()
    for corner in (left, right):
        carried = np.exp(-((x + 0.5 - corner[0]) ** 2 + (y + 0.5 - corner[1]) ** 2) / (0.3 * width) ** 2)
        inwards = np.sign(middle[0] - corner[0])
        from_x -= carried * inwards * amount * width
        from_y -= carried * amount * width
    return np.asarray(cv2.remap(portrait, from_x, from_y, cv2.INTER_CUBIC), np.uint8)
