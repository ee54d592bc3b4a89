"""Verification in the words of ISO/IEC 19795-1, one set of figures for each group of comparisons.

FMR and FNMR are shares of the comparisons that were made. Whoever could not be enrolled is in the failure-to-enrol
rate, and counts as rejected in the generalised rates (GFRR, GFAR), which are shares of all comparisons asked for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from livegate.evaluation.error_curve import CurvePoint, FixedRate, error_curve
from livegate.evaluation.histogram import Histogram, histogram
from livegate.evaluation.outcomes import ComparisonOutcome, Response
from livegate.evaluation.rates import Rate, rate
from livegate.liveness.identity import DEFAULT_CONFIDENCE_THRESHOLD

FIXED_FALSE_MATCH_RATES = (1e-2, 1e-3, 1e-4)


class Recognition(msgspec.Struct, frozen=True, rename="camel"):
    """All figures of one group. ``threshold`` is the match confidence from which two faces are called one person's.

    ``refusals`` counts the files that could not be enrolled by the client error that they would have got.
    """

    group: str
    threshold: float
    genuine: int
    impostor: int
    failure_to_enrol: Rate | None
    refusals: tuple[tuple[str, int], ...]
    false_match: Rate | None
    false_non_match: Rate | None
    generalised_false_accept: Rate | None
    generalised_false_reject: Rate | None
    equal_error_rate: float | None
    fixed: tuple[FixedRate, ...]
    curve: tuple[CurvePoint, ...]
    scores: Histogram | None


def measure_recognition(outcomes: Iterable[ComparisonOutcome], refused: Mapping[str, str]) -> tuple[Recognition, ...]:
    """Return the figures of every group, by name; ``refused`` gives the client error of each file not enrolled."""
    held = [outcome for outcome in outcomes if outcome.response is not Response.MISSING]
    return tuple(
        _measure(group, [outcome for outcome in held if outcome.group == group], refused)
        for group in sorted({outcome.group for outcome in held})
    )


def _measure(group: str, outcomes: Sequence[ComparisonOutcome], refused: Mapping[str, str]) -> Recognition:
    genuine, impostor = _confidences(outcomes, genuine=True), _confidences(outcomes, genuine=False)
    asked_genuine = sum(outcome.genuine for outcome in outcomes)
    asked_impostor = len(outcomes) - asked_genuine
    false_matches = sum(confidence >= DEFAULT_CONFIDENCE_THRESHOLD for confidence in impostor)
    false_non_matches = sum(confidence < DEFAULT_CONFIDENCE_THRESHOLD for confidence in genuine)
    files = {name for outcome in outcomes for name in (outcome.reference, outcome.probe)}
    curve = error_curve(genuine, impostor)
    return Recognition(
        group=group,
        threshold=DEFAULT_CONFIDENCE_THRESHOLD,
        genuine=asked_genuine,
        impostor=asked_impostor,
        failure_to_enrol=rate(len(files & refused.keys()), len(files)),
        refusals=tuple(sorted(Counter(refused[name] for name in files & refused.keys()).items())),
        false_match=rate(false_matches, len(impostor)),
        false_non_match=rate(false_non_matches, len(genuine)),
        generalised_false_accept=rate(false_matches, asked_impostor),
        generalised_false_reject=rate(false_non_matches + asked_genuine - len(genuine), asked_genuine),
        equal_error_rate=curve.equal_error_rate if curve else None,
        fixed=tuple(curve.rejected_at(limit) for limit in FIXED_FALSE_MATCH_RATES) if curve else (),
        curve=curve.points() if curve else (),
        scores=histogram(genuine, impostor),
    )


def _confidences(outcomes: Iterable[ComparisonOutcome], *, genuine: bool) -> list[float]:
    return [outcome.confidence for outcome in outcomes if outcome.genuine is genuine and outcome.confidence is not None]
