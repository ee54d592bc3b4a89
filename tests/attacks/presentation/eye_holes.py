"""A print with holes for the eyes of a living person behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

import cv2
import numpy as np

from livegate.liveness.observation import FaceObservation
from livegate.vision.frame import Frame, Pixels
from livegate.vision.geometry import Matrix, fit_similarity, transform
from tests.attacks.presentation.handheld import Sheet
from tests.attacks.presentation.light import Light, linear
from tests.attacks.presentation.material import Material
from tests.attacks.presentation.paper import ENLARGEMENT
from tests.attacks.presentation.prints import HeldPrint, hold_print
from tests.attacks.presentation.sheet import FLAT, Values
from tests.attacks.presentation.subject import Subject
from tests.attacks.presentation.sway import random_sway

# Outlines of both eyes and their four corners in the face mesh (MediaPipe, face_mesh_connections.py).
EYES = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
)
CORNERS = [33, 133, 362, 263]

HOLE_WIDTH, HOLE_HEIGHT = 1.25, 2.2  # of the hole, in widths and heights of the eye: lids and lashes stay visible
GAP = 0.1  # from paper to eye, in widths of the face: 14 mm; the nose keeps paper away
SHADE = 0.75  # light behind the paper, of that before it

# A mask before one's own eyes moves with the head: less than a photo in an outstretched hand.
REACH = (16.0, 14.0, 6.0, 0.25, 0.15, 0.08)
SLIP = (0.015, 0.012, 0.008)  # of the head behind the paper: to the side, down, and turned (widths, radians)
FRONTAL = 15.0  # degrees: who looks through the holes faces them


@dataclass(frozen=True, slots=True)
class Wearer:
    """Frames of the person behind the paper, with the face in each."""

    pictures: Sequence[Pixels]
    faces: Sequence[FaceObservation]


def eye_hole_print(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Film a flat print with the eyes cut out, worn by a person who looks and blinks behind it."""
    held = hold_print(material.subject, random, reach=REACH)
    paper = held.sheet()
    holes = eye_holes(held, material.subject)
    pierced = replace(paper, opacity=paper.opacity * (1 - holes))
    gap = GAP * held.face_width * ENLARGEMENT
    around = round(gap) * 2 + 1  # no ray through a hole comes further to the side than it is deep
    skin = np.asarray(cv2.dilate(holes, np.ones((around, around), np.uint8)), np.float32)
    slip = random_sway(SLIP, random, slow=0.3, fast=1.2)
    wearer = _wearer(material)
    order = [*range(len(wearer.faces)), *range(len(wearer.faces) - 2, 0, -1)]
    for time, index in zip(material.clip.times(), cycle(order), strict=False):
        placement = held.placement(time)
        behind = held.camera.view(held.paper.size, placement, FLAT, behind=gap)
        fit = _slipped(_fit(held, material.subject, wearer.faces[index]), slip.at(time), held)
        layers = [
            (behind, Sheet(_living(held, wearer.pictures[index], fit), skin)),
            (held.camera.view(held.paper.size, placement, FLAT), pierced),
        ]
        yield Frame(time, held.camera.expose(layers, random))


def _wearer(material: Material) -> Wearer:
    """Take the frames in which the person faces the camera, or all with a face where they are too few."""
    seen = [(frame.pixels, material.find_face(frame.pixels)) for frame in material.clip.frames()]
    found = [(pixels, face) for pixels, face in seen if face is not None]
    frontal = [(pixels, face) for pixels, face in found if abs(face.pose.yaw) < FRONTAL]
    pictures, faces = zip(*(frontal if len(frontal) * 4 > len(found) else found), strict=True)
    return Wearer(pictures, faces)


def eye_holes(held: HeldPrint, subject: Subject) -> Light:
    """Return 1 where the paper is cut out, with edges as soft as scissors leave them."""
    width, height = held.paper.size
    holes = np.zeros((height, width), np.float32)
    for outline in EYES:
        points = held.paper.places(subject.face.landmarks[list(outline), :2])
        centre = points.mean(axis=0)
        hull = cv2.convexHull(np.asarray((points - centre) * (HOLE_WIDTH, HOLE_HEIGHT) + centre, np.float32))
        cv2.fillPoly(holes, [np.round(hull).astype(np.int32)], 1.0)
    return np.asarray(cv2.GaussianBlur(holes, (0, 0), 0.8), np.float32)


def _fit(held: HeldPrint, subject: Subject, face: FaceObservation) -> Matrix:
    """Return the transform that brings a living face's eyes behind the holes."""
    target = held.paper.places(subject.face.landmarks[CORNERS, :2])
    return fit_similarity(face.landmarks[CORNERS, :2], target)


def _slipped(fit: Matrix, slip: Values, held: HeldPrint) -> Matrix:
    right, down, turned = slip.tolist()
    centre = np.array([[length / 2 for length in held.paper.size]])
    angle = cv2.getRotationMatrix2D(tuple(centre[0].tolist()), np.degrees(turned), 1.0)
    width = held.face_width * ENLARGEMENT
    moved = np.column_stack([angle[:, :2] @ fit[:, :2], transform(np.asarray(angle), fit[:, 2][None])[0]])
    return np.asarray(moved + np.array([[0, 0, right * width], [0, 0, down * width]]), np.float64)


def _living(held: HeldPrint, picture: Pixels, fit: Matrix) -> Light:
    """Return the living face as if it lay on the paper."""
    seen = cv2.warpAffine(
        linear(picture), fit, held.paper.size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(seen * np.float32(SHADE), np.float32)
