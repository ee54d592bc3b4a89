"""What a single photo can tell: the reading of the texture network, and no verdict.

A verdict needs at least five frames and what moves between them. Photos show how well one cue alone ranks them.
"""

from collections.abc import Iterable, Sequence
from statistics import median

import msgspec

from livegate.evaluation.error_curve import CurvePoint, FixedRate, error_curve
from livegate.evaluation.histogram import Histogram, histogram
from livegate.evaluation.outcomes import Outcome, presented
from livegate.evaluation.presentation_attacks import BONA_FIDE, fixed_rates, scores_of
from livegate.evaluation.rates import Rate, share


class PhotoReadings(msgspec.Struct, frozen=True, rename="camel"):
    """The photos of one kind: ``refused`` gave no reading; the others' median live probability, 0..1."""

    kind: str
    refused: Rate
    median: float | None


class PhotoTexture(msgspec.Struct, frozen=True, rename="camel"):
    """All figures of the photos, as for the clips; none of them at an operating point."""

    kinds: tuple[PhotoReadings, ...]
    equal_error_rate: float | None
    fixed: tuple[FixedRate, ...]
    curve: tuple[CurvePoint, ...]
    scores: Histogram | None


def measure_photo_texture(outcomes: Iterable[Outcome]) -> PhotoTexture | None:
    """Return the figures, or None where there is no photo."""
    good, bad = presented(outcomes)
    held = [*good, *bad]
    if not held:
        return None
    kinds = sorted({outcome.attack or BONA_FIDE for outcome in held})
    curve = error_curve(scores_of(good), scores_of(bad))
    return PhotoTexture(
        kinds=tuple(_readings(kind, [o for o in held if (o.attack or BONA_FIDE) == kind]) for kind in kinds),
        equal_error_rate=curve.equal_error_rate if curve else None,
        fixed=fixed_rates(good, bad),
        curve=curve.points() if curve else (),
        scores=histogram(scores_of(good), scores_of(bad)),
    )


def _readings(kind: str, outcomes: Sequence[Outcome]) -> PhotoReadings:
    scores = [outcome.score for outcome in outcomes if outcome.score is not None]
    return PhotoReadings(kind, share(len(outcomes) - len(scores), len(outcomes)), median(scores) if scores else None)
