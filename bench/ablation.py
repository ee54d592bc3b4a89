"""What a cue is worth: the verdicts without it."""

from collections.abc import Collection
from dataclasses import replace

from bench.attack_tally import Judge
from livegate.liveness.evidence import Evidence
from livegate.liveness.judge import judge_capture
from livegate.liveness.operating_points import OperatingPoint
from livegate.liveness.readings import CueName
from livegate.liveness.verdict import Refusal, Verdict


def judge_without(cues: Collection[CueName], point: OperatingPoint) -> Judge:
    """Return a judge that leaves out what these cues read; the quality gates and the challenge's stay."""

    def judge(evidence: Evidence) -> Verdict | Refusal:
        judged = judge_capture(evidence, point)
        return judged if isinstance(judged, Refusal) else _without(judged, cues, point)

    return judge


def _without(verdict: Verdict, cues: Collection[CueName], point: OperatingPoint) -> Verdict:
    # Weights add up, so a cue's can be taken away again; nothing has to be measured anew.
    reasons = tuple(reason for reason in verdict.reasons if reason.cue not in cues)
    total = sum(reason.weight for reason in reasons)
    return replace(verdict, decision=point.decide(total), reasons=reasons, total=total)
