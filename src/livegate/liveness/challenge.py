"""What a person is asked to do, and when."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """One thing to do in front of the camera; left and right are the person's own."""

    SMILE = "smile"
    LOOK_LEFT = "lookLeft"
    LOOK_RIGHT = "lookRight"
    LOOK_UP = "lookUp"
    LOOK_DOWN = "lookDown"


@dataclass(frozen=True, slots=True)
class Prompt:
    """An action that was asked for: shown at ``shown_at`` and to be done before ``until``.

    Both in seconds from the capture's first frame.
    """

    action: Action
    shown_at: float
    until: float
