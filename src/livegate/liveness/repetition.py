"""The repetition cue: a camera never delivers the same pixels for long, a file played in its place may."""

from livegate.liveness.cues import Cue
from livegate.liveness.observation import CaptureObservation
from livegate.liveness.operating_points import OperatingPoint
from livegate.liveness.verdict import Decision, Reason


def repetition_cue(capture: CaptureObservation, point: OperatingPoint) -> Cue:
    """Judge the share of frames, 0..1, whose pixels equal those of an earlier frame."""
    share = 1 - len({frame.fingerprint for frame in capture.frames}) / len(capture.frames)
    decision = Decision.SPOOF_FACE if share > point.highest_repeated_share else Decision.REAL_FACE
    return Cue(decision, Reason("repeated_frames_share", share, point.highest_repeated_share))
