"""The judge: from everything seen in a capture to a verdict with reasons, or to a refusal."""

from livegate.liveness.challenge_gate import challenge_refusal
from livegate.liveness.deformation import deformation_cue
from livegate.liveness.evidence import Evidence
from livegate.liveness.operating_points import OperatingPoint
from livegate.liveness.quality_gates import quality_refusal
from livegate.liveness.repetition import repetition_cue
from livegate.liveness.texture import texture_cue
from livegate.liveness.verdict import Refusal, Verdict

CUES = (texture_cue, deformation_cue, repetition_cue)


def judge_capture(evidence: Evidence, point: OperatingPoint) -> Verdict | Refusal:
    """Judge a capture at an operating point: gates first, then the cues, of which the strictest decides.

    The verdict's reasons are those of all cues, the strictest first.
    """
    capture = evidence.capture
    refusal, best = quality_refusal(capture) or challenge_refusal(evidence), capture.best
    if refusal is not None:
        return refusal
    if best is None:
        raise ValueError("A capture with a face has a best frame.")
    cues = sorted((cue(capture, point) for cue in CUES), key=lambda cue: cue.strictness, reverse=True)
    return Verdict(cues[0].decision, tuple(cue.reason for cue in cues), best.face_rectangle, best.captured_at)
