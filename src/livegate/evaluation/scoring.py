"""The one number that a verdict is ranked by: the log-odds that the person is alive."""

from math import exp, log

from livegate.liveness.verdict import Verdict

TEXTURE_REASON = "texture_live_median"
SMALLEST_PROBABILITY = 1e-6


def score_of(verdict: Verdict) -> float:
    """Return the log-odds of the median live probability of the texture network."""
    median = next(reason.value for reason in verdict.reasons if reason.code == TEXTURE_REASON)
    probability = min(max(median, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY)
    return log(probability / (1 - probability))


def probability_of(score: float) -> float:
    """Return the probability, 0..1, of a living person that a score claims, where as many attacks are expected."""
    return 1 / (1 + exp(-score)) if score >= 0 else exp(score) / (1 + exp(score))
