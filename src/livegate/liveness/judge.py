"""The judge: from everything seen in a capture to a verdict with reasons, or to a refusal."""

from livegate.liveness.observation import CaptureObservation
from livegate.liveness.operating_points import OperatingPoint
from livegate.liveness.quality_gates import faces_of, quality_refusal
from livegate.liveness.repetition import repeated_share
from livegate.liveness.texture import texture_score
from livegate.liveness.verdict import Decision, Reason, Refusal, Verdict


def judge_capture(capture: CaptureObservation, point: OperatingPoint) -> Verdict | Refusal:
    """Judge a capture at an operating point: gates first, then the cues, the strictest cue decides."""
    refusal = quality_refusal(capture)
    if refusal is not None:
        return refusal
    texture = texture_score(capture)
    repeated = repeated_share(capture)
    decision = _decide(texture, point)
    reasons = [Reason("texture_live_median", texture, point.accept_texture)]
    if repeated > point.highest_repeated_share:
        decision = Decision.SPOOF_FACE
        reasons.insert(0, Reason("repeated_frames_share", repeated, point.highest_repeated_share))
    rectangle = capture.best_image_rectangle or faces_of(capture)[0].rectangle
    return Verdict(decision, texture, tuple(reasons), rectangle, 0.0)


def _decide(texture: float, point: OperatingPoint) -> Decision:
    if texture >= point.accept_texture:
        return Decision.REAL_FACE
    return Decision.UNCERTAIN if texture >= point.reject_texture else Decision.SPOOF_FACE
