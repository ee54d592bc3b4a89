"""The words that guide a person in front of the camera."""

from enum import StrEnum


class Guidance(StrEnum):
    """One thing to do at a time."""

    NO_FACE = "noFace"
    SEVERAL_FACES = "severalFaces"
    TOO_DARK = "tooDark"
    TOO_BRIGHT = "tooBright"
    MOVE_CLOSER = "moveCloser"
    MOVE_FARTHER = "moveFarther"
    MOVE_TO_CENTRE = "moveToCentre"
    HOLD_STILL = "holdStill"
    LOOK_STRAIGHT = "lookStraight"
    GOOD = "good"
