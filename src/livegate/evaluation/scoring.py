"""The one number that a verdict is ranked by: the weight of its evidence, the log-odds that the person is alive."""

from math import exp

from livegate.liveness.verdict import Verdict


def score_of(verdict: Verdict) -> float:
    """Return the total weight of the evidence, a natural log-likelihood ratio."""
    return verdict.total


def probability_of(score: float) -> float:
    """Return the probability, 0..1, of a living person that a score claims, where as many attacks are expected."""
    return 1 / (1 + exp(-score)) if score >= 0 else exp(score) / (1 + exp(score))
