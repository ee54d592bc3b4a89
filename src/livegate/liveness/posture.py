"""How a face is held and what that shows, relative to how the same person rests: cameras are not level."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from types import MappingProxyType

from livegate.liveness.challenge import Action
from livegate.liveness.observation import FaceObservation

TURN_YAW, TURN_PITCH = 15.0, 12.0
"""Degrees from rest from which a head counts as turned."""

SMILE_RISE = 0.3
"""How far a smile rises from rest before it counts, of 1."""

CENTRED = 0.6
"""Share of a turn within which a head counts as back at rest."""


@dataclass(frozen=True, slots=True)
class Posture:
    """Yaw and pitch in degrees as in ``HeadPose``, and the smile, 0..1."""

    yaw: float
    pitch: float
    smile: float


AT_EASE = Posture(yaw=0.0, pitch=0.0, smile=0.0)


def posture_of(face: FaceObservation) -> Posture:
    """Return how a face is held."""
    return Posture(face.pose.yaw, face.pose.pitch, face.smile)


def looks_ahead(posture: Posture) -> bool:
    """Tell whether a head is near the camera's axis: within two turns, for a phone in the lap looks up at the face."""
    return abs(posture.yaw) < 2 * TURN_YAW and abs(posture.pitch) < 2 * TURN_PITCH


def resting_posture(faces: Iterable[FaceObservation]) -> Posture:
    """Return the median over the faces that look ahead, and ``AT_EASE`` where none does."""
    held = tuple(posture for posture in map(posture_of, faces) if looks_ahead(posture))
    if not held:
        return AT_EASE
    return Posture(
        yaw=median(posture.yaw for posture in held),
        pitch=median(posture.pitch for posture in held),
        smile=median(posture.smile for posture in held),
    )


def extents(posture: Posture, rest: Posture) -> MappingProxyType[Action, float]:
    """Return how far each action is carried out; from 1 on it counts. Opposite turns have opposite signs."""
    yaw, pitch = (posture.yaw - rest.yaw) / TURN_YAW, (posture.pitch - rest.pitch) / TURN_PITCH
    return MappingProxyType(
        {
            Action.LOOK_LEFT: yaw,
            Action.LOOK_RIGHT: -yaw,
            Action.LOOK_UP: pitch,
            Action.LOOK_DOWN: -pitch,
            Action.SMILE: (posture.smile - rest.smile) / SMILE_RISE,
        }
    )


def is_centred(posture: Posture, rest: Posture) -> bool:
    """Tell whether the head is back at rest. A smile may linger."""
    reached = extents(posture, rest)
    return max(extent for action, extent in reached.items() if action is not Action.SMILE) < CENTRED


def shown_action(posture: Posture, rest: Posture) -> Action | None:
    """Return what a posture shows: the widest turn, a smile where the head is not turned, or None."""
    reached = dict(extents(posture, rest))
    smile = reached.pop(Action.SMILE)
    turn, extent = max(reached.items(), key=lambda item: item[1])
    if extent >= 1:
        return turn
    return Action.SMILE if smile >= 1 else None
