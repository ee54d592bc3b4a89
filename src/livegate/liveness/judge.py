"""The judge: from everything seen in a capture to a verdict with reasons, or to a refusal."""

from livegate.liveness.capture_origin import capture_readings
from livegate.liveness.challenge_gate import challenge_refusal
from livegate.liveness.continuity import continuity_readings
from livegate.liveness.evidence import Evidence
from livegate.liveness.fusion import fuse
from livegate.liveness.geometry import geometry_readings
from livegate.liveness.medium import medium_readings
from livegate.liveness.operating_points import OperatingPoint
from livegate.liveness.picture_tilt import picture_tilt_readings
from livegate.liveness.quality_gates import quality_refusal
from livegate.liveness.reaction import reaction_readings
from livegate.liveness.readings import CueReading
from livegate.liveness.texture import texture_readings
from livegate.liveness.verdict import Refusal, Verdict
from livegate.liveness.weighings import WEIGHINGS

CUES = (
    texture_readings,
    medium_readings,
    geometry_readings,
    picture_tilt_readings,
    reaction_readings,
    continuity_readings,
    capture_readings,
)


def read_cues(evidence: Evidence) -> tuple[CueReading, ...]:
    """Return what all cues read."""
    return tuple(reading for cue in CUES for reading in cue(evidence))


def judge_capture(evidence: Evidence, point: OperatingPoint) -> Verdict | Refusal:
    """Judge a capture at an operating point: gates first, then the weight of all evidence.

    The verdict's reasons are those of all readings, the strongest against a living person first.
    """
    refusal = quality_refusal(evidence.capture) or challenge_refusal(evidence)
    if refusal is not None:
        return refusal
    best = evidence.capture.best
    if best is None:
        raise ValueError("A capture with a face has a best frame.")
    fusion = fuse(read_cues(evidence), WEIGHINGS, point)
    return Verdict(
        decision=fusion.decision,
        reasons=fusion.reasons,
        face_rectangle=best.face_rectangle,
        face_captured_at=best.captured_at,
        operating_point=point.name,
        total=fusion.total,
        accept_from=point.accept,
        reject_below=point.reject,
    )
