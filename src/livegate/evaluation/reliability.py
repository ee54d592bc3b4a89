"""Whether the probability that a score claims is the share of living people that it finds."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from livegate.evaluation.outcomes import Outcome
from livegate.evaluation.rates import Rate, share
from livegate.evaluation.scoring import probability_of
from livegate.liveness.verdict import Decision

EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


class ReliabilityBin(msgspec.Struct, frozen=True, rename="camel"):
    """The judged presentations whose score claims a probability from ``low`` to below ``high`` (the last: to 1).

    ``claimed`` is the mean of what they claim, ``bona_fide`` the share of living people among them, and ``uncertain``
    how many of them were left undecided.
    """

    low: float
    high: float
    claimed: float
    bona_fide: Rate
    uncertain: int


def reliability(outcomes: Iterable[Outcome]) -> tuple[ReliabilityBin, ...]:
    """Return the bins that hold any presentation.

    The shares depend on how many attacks the data set holds: compare how they rise, not where they stand.
    """
    claims = [(probability_of(outcome.score), outcome) for outcome in outcomes if outcome.score is not None]
    bins = []
    for low, high in pairwise(EDGES):
        held = [claim for claim in claims if low <= claim[0] < high or claim[0] == high == EDGES[-1]]
        if held:
            bins.append(_bin(low, high, held))
    return tuple(bins)


def _bin(low: float, high: float, claims: Sequence[tuple[float, Outcome]]) -> ReliabilityBin:
    return ReliabilityBin(
        low=low,
        high=high,
        claimed=sum(claim for claim, _ in claims) / len(claims),
        bona_fide=share(sum(outcome.attack is None for _, outcome in claims), len(claims)),
        uncertain=sum(outcome.decision is Decision.UNCERTAIN for _, outcome in claims),
    )
