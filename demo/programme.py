"""What the head does: it looks at the camera for a while, then turns left, right, up and down, and looks back."""

from collections.abc import Iterator

import numpy as np

from demo.camera import FRAME_RATE
from livegate.liveness.observation import HeadPose

# (share of the time, yaw, pitch) in degrees; between two stations the head eases out and in.
STATIONS = (
    (0.00, 0.0, 0.0),
    (0.30, 0.0, 0.0),
    (0.39, 22.0, 0.0),
    (0.43, 22.0, 0.0),
    (0.57, -22.0, 0.0),
    (0.61, -22.0, 0.0),
    (0.70, 0.0, 0.0),
    (0.77, 0.0, 16.0),
    (0.88, 0.0, -16.0),
    (0.96, 0.0, 0.0),
    (1.00, 0.0, 0.0),
)
# Nobody holds still: degrees and hertz of the head's own sway.
SWAY = HeadPose(yaw=1.5, pitch=1.0, roll=1.2)
SWAY_FREQUENCIES = HeadPose(yaw=0.43, pitch=0.61, roll=0.29)


def programme(seconds: float) -> Iterator[HeadPose]:
    """Yield the pose at every frame of a clip."""
    frames = round(seconds * FRAME_RATE)
    for index in range(frames):
        yield pose_at(index / max(frames - 1, 1), time=index / FRAME_RATE)


def pose_at(share: float, *, time: float) -> HeadPose:
    """Return the pose when ``share`` (0..1) of the programme is over, with the sway of ``time`` in seconds."""
    shares, yaws, pitches = np.array(STATIONS).T
    station = int(np.clip(np.searchsorted(shares, share, side="right") - 1, 0, len(STATIONS) - 2))
    way = (share - shares[station]) / (shares[station + 1] - shares[station])
    eased = (1 - np.cos(np.pi * way)) / 2
    return HeadPose(
        yaw=float(yaws[station] + eased * (yaws[station + 1] - yaws[station])) + _sway("yaw", time),
        pitch=float(pitches[station] + eased * (pitches[station + 1] - pitches[station])) + _sway("pitch", time),
        roll=_sway("roll", time),
    )


def _sway(axis: str, time: float) -> float:
    return float(getattr(SWAY, axis) * np.sin(2 * np.pi * getattr(SWAY_FREQUENCIES, axis) * time))
