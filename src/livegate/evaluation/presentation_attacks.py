"""Attack detection in the words of ISO/IEC 30107-3.

The convention, stated in every report: what is not judged ``realface`` is not accepted. ``uncertain`` and a refusal
(non-response) so count against APCER as little as ``spoofface`` does, and against BPCER as much. APNRR and BPNRR say
how many refusals there were. Missing files are in no rate.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from livegate.evaluation.error_curve import NEVER_ACCEPTED, CurvePoint, FixedRate, error_curve
from livegate.evaluation.histogram import Histogram, histogram
from livegate.evaluation.outcomes import Outcome, Response, presented
from livegate.evaluation.rates import Rate, rate, share
from livegate.evaluation.reliability import ReliabilityBin, reliability

BONA_FIDE = "bona fide"
FIXED_APCER = (0.10, 0.05, 0.01)
"""Limits of BPCER10, BPCER20 and BPCER100, as ISO/IEC 30107-3 names them."""


class KindRates(msgspec.Struct, frozen=True, rename="camel"):
    """The presentations of one kind: of one species of attack, or of all living people.

    ``classification_error`` is APCER or BPCER by the convention above, ``of_judged`` the same among those that were
    judged, ``non_response`` APNRR or BPNRR. ``decisions`` counts each decision, and ``refused``.
    """

    kind: str
    decisions: Mapping[str, int]
    classification_error: Rate
    of_judged: Rate | None
    non_response: Rate


class Tally(msgspec.Struct, frozen=True, rename="camel"):
    """Presentations of one kind that share a name: a source, or the client error that refused them."""

    name: str
    kind: str
    total: int
    accepted: int


class AttackDetection(msgspec.Struct, frozen=True, rename="camel"):
    """All figures of the clips. What needs attacks, or living people, is None where there are none.

    ``worst`` is the species with the highest APCER. ``average_error`` (ACER) is the mean of its APCER and BPCER: no
    term of the standard any more, but widely reported. The equal error rate and the curve take all species together;
    ``fixed`` keeps every one of them below its limit.
    """

    bona_fide: KindRates | None
    attacks: tuple[KindRates, ...]
    worst: KindRates | None
    average_error: float | None
    equal_error_rate: float | None
    fixed: tuple[FixedRate, ...]
    curve: tuple[CurvePoint, ...]
    scores: Histogram | None
    reliability: tuple[ReliabilityBin, ...]
    sources: tuple[Tally, ...]
    refusals: tuple[Tally, ...]


def measure_attack_detection(outcomes: Iterable[Outcome]) -> AttackDetection | None:
    """Return the figures, or None where nothing was presented."""
    good, bad = presented(outcomes)
    held = [*good, *bad]
    if not held:
        return None
    attacks = tuple(
        _rates(species, [outcome for outcome in bad if outcome.attack == species])
        for species in sorted({outcome.attack for outcome in bad if outcome.attack is not None})
    )
    bona_fide = _rates(BONA_FIDE, good) if good else None
    worst = max(attacks, key=lambda kind: kind.classification_error.value, default=None)
    curve = error_curve(scores_of(good), scores_of(bad))
    return AttackDetection(
        bona_fide=bona_fide,
        attacks=attacks,
        worst=worst,
        average_error=_mean_error(bona_fide, worst),
        equal_error_rate=curve.equal_error_rate if curve else None,
        fixed=fixed_rates(good, bad),
        curve=curve.points() if curve else (),
        scores=histogram(scores_of(good), scores_of(bad)),
        reliability=reliability(held),
        sources=_tallies(held, lambda outcome: outcome.source),
        refusals=_tallies(held, lambda outcome: outcome.refusal),
    )


def scores_of(outcomes: Iterable[Outcome]) -> list[float]:
    """Return the score of each, the lowest there is for a non-response."""
    return [NEVER_ACCEPTED if outcome.score is None else outcome.score for outcome in outcomes]


def fixed_rates(good: Sequence[Outcome], bad: Sequence[Outcome]) -> tuple[FixedRate, ...]:
    """Return BPCER where no species' APCER is above each of ``FIXED_APCER``: that of the species hardest to tell."""
    curves = [
        curve
        for species in {outcome.attack for outcome in bad}
        if (curve := error_curve(scores_of(good), scores_of(o for o in bad if o.attack == species))) is not None
    ]
    if not curves:
        return ()
    return tuple(_hardest([curve.rejected_at(limit) for curve in curves]) for limit in FIXED_APCER)


def _hardest(rates: Sequence[FixedRate]) -> FixedRate:
    hardest = max(rates, key=lambda fixed: float("inf") if fixed.threshold is None else fixed.threshold)
    return msgspec.structs.replace(hardest, resolved=all(fixed.resolved for fixed in rates))


def _rates(kind: str, outcomes: Sequence[Outcome]) -> KindRates:
    judged = [outcome for outcome in outcomes if outcome.response is Response.JUDGED]
    decisions = Counter(outcome.decision or Response.REFUSED for outcome in outcomes)
    return KindRates(
        kind=kind,
        decisions={str(decision): count for decision, count in sorted(decisions.items())},
        classification_error=share(sum(map(_is_error, outcomes)), len(outcomes)),
        of_judged=rate(sum(map(_is_error, judged)), len(judged)),
        non_response=share(len(outcomes) - len(judged), len(outcomes)),
    )


def _is_error(outcome: Outcome) -> bool:
    return outcome.is_accepted if outcome.attack is not None else not outcome.is_accepted


def _mean_error(bona_fide: KindRates | None, worst: KindRates | None) -> float | None:
    if bona_fide is None or worst is None:
        return None
    return (bona_fide.classification_error.value + worst.classification_error.value) / 2


def _tallies(outcomes: Iterable[Outcome], name_of: Callable[[Outcome], str | None]) -> tuple[Tally, ...]:
    totals: Counter[tuple[str, str]] = Counter()
    accepted: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        name = name_of(outcome)
        if name is not None:
            key = name, outcome.attack or BONA_FIDE
            totals[key] += 1
            accepted[key] += outcome.is_accepted
    return tuple(Tally(name, kind, total, accepted[name, kind]) for (name, kind), total in sorted(totals.items()))
