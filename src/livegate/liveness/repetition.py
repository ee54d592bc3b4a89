"""Frames that repeat: a camera never delivers the same pixels for long, a file played in its place does."""

from livegate.liveness.observation import CaptureObservation


def repeated_share(capture: CaptureObservation) -> float:
    """Return the share of frames, 0..1, whose pixels equal those of an earlier frame."""
    distinct = len({frame.fingerprint for frame in capture.frames})
    return 1 - distinct / len(capture.frames)
