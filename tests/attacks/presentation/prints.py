"""Prints: a photo on paper, moved by hand, flat or bent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from livegate.vision.frame import Frame, Pixels
from livegate.vision.geometry import Box
from tests.attacks.presentation.clips import Clip
from tests.attacks.presentation.handheld import Camera, Sheet, random_lamp
from tests.attacks.presentation.material import Material
from tests.attacks.presentation.paper import ENLARGEMENT, Print, printed
from tests.attacks.presentation.room import room
from tests.attacks.presentation.sheet import FLAT, Placement, Profile, cylinder, wave
from tests.attacks.presentation.subject import Subject
from tests.attacks.presentation.sway import Sway, random_sway

# Reach of the hand: turn, tilt and roll in degrees, shift to the side and down in shares of the face's width, share of
# the distance. The waves of a sway seldom meet, so that the far ends are reached now and then.
REACH = (30.0, 30.0, 8.0, 0.35, 0.2, 0.12)
BENT_REACH = (15.0, 20.0, 8.0, 0.35, 0.2, 0.12)  # further round, the far side of a bent print hides itself
SLOWEST, FASTEST = 0.15, 0.6  # hertz

WHOLE, HEAD = 2.3, 1.5  # widths of the paper in widths of the face: with shoulders, and no more than the head
PAPER_ABOVE, PAPER_BELOW = 0.9, 1.5  # beyond the face, in its heights

Bend = Callable[[float], Profile]
"""How a sheet is bent at a time, in seconds."""


@dataclass(frozen=True, slots=True)
class HeldPrint:
    """A printed photo of a subject in a hand before a camera."""

    paper: Print
    camera: Camera
    sway: Sway
    face_width: float
    home: tuple[float, float]

    def placement(self, time: float) -> Placement:
        """Return how the sheet is held at ``time``; the face stays about as large as in the photo."""
        turn, tilt, roll, right, down, nearer = self.sway.at(time).tolist()
        shift = (self.home[0] + right * self.face_width, self.home[1] + down * self.face_width)
        return Placement(turn, tilt, roll, shift, (1 + nearer) / ENLARGEMENT)

    def sheet(self) -> Sheet:
        """Return the whole sheet, opaque."""
        return Sheet(self.paper.reflectance, np.ones(self.paper.reflectance.shape[:2], np.float32))


def hold_print(
    subject: Subject, random: np.random.Generator, *, reach: tuple[float, ...] = REACH, paper_width: float = WHOLE
) -> HeldPrint:
    """Print the subject's photo and take it into the hand, its face where the camera expects one."""
    height, width = subject.photo.shape[:2]
    paper = printed(subject.photo, printed_part(subject.box, width, height, paper_width), random)
    camera = Camera((width, height), room((width, height), random), random_lamp(random))
    home = (paper.middle[0] - width / 2, paper.middle[1] - height / 2)
    sway = random_sway(reach, random, slow=SLOWEST, fast=FASTEST)
    return HeldPrint(paper, camera, sway, subject.box.width, home)


def printed_part(face: Box, width: int, height: int, paper_width: float) -> tuple[int, int, int, int]:
    """Return the part of the photo that is printed: left, top, right, bottom."""
    x, _ = face.centre
    half = paper_width * face.width / 2
    return (
        max(round(x - half), 0),
        max(round(face.top - PAPER_ABOVE * face.height), 0),
        min(round(x + half), width),
        min(round(face.bottom + PAPER_BELOW * face.height), height),
    )


def planar_print(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Film a flat print, moved, tilted and turned by up to 30 degrees."""
    return _filmed(material.clip, hold_print(material.subject, random), lambda _: FLAT, random)


def waved_print(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Film a print through which a wave runs, as when paper is shaken."""
    held = hold_print(material.subject, random)
    width = held.paper.size[0]
    height, length = 0.045 * width, random.uniform(0.6, 0.9) * width
    speed = random.uniform(2.0, 5.0)  # radians a second
    return _filmed(material.clip, held, lambda time: wave(height, length, speed * time), random)


def bent_print(material: Material, random: np.random.Generator) -> Iterator[Frame]:
    """Film a print of the head that is bent around the vertical like a face, more and less in turn."""
    held = hold_print(material.subject, random, reach=BENT_REACH, paper_width=HEAD)
    width = held.paper.size[0]
    bending = random_sway((0.45,), random, slow=0.2, fast=0.7)
    # From its middle to its side it bends by 0.3 to 0.75 radians, about half as far as a head does.
    return _filmed(material.clip, held, lambda time: cylinder(width / (1.05 + float(bending.at(time)[0]))), random)


def _filmed(clip: Clip, held: HeldPrint, bend: Bend, random: np.random.Generator) -> Iterator[Frame]:
    sheet = held.sheet()
    for time in clip.times():
        yield Frame(time, _exposed(held, sheet, bend(time), time, random))


def _exposed(held: HeldPrint, sheet: Sheet, profile: Profile, time: float, random: np.random.Generator) -> Pixels:
    view = held.camera.view(held.paper.size, held.placement(time), profile)
    return held.camera.expose([(view, sheet)], random)
