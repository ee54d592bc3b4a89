"""How scores are spread."""

from collections.abc import Sequence

import msgspec
import numpy as np

BINS = 24


class Histogram(msgspec.Struct, frozen=True, rename="camel"):
    """Counts of scores between ``edges``, of those to accept (``good``) and those not to (``bad``)."""

    edges: tuple[float, ...]
    good: tuple[int, ...]
    bad: tuple[int, ...]


def histogram(good: Sequence[float], bad: Sequence[float]) -> Histogram | None:
    """Return the counts of finite scores in bins of one width, or None where there is none."""
    scores = np.asarray([*good, *bad], dtype=np.float64)
    finite = scores[np.isfinite(scores)]
    if len(finite) == 0:
        return None
    edges = np.histogram_bin_edges(finite, BINS)
    return Histogram(edges=tuple(map(float, edges)), good=_counts(good, edges), bad=_counts(bad, edges))


def _counts(scores: Sequence[float], edges: "np.typing.NDArray[np.float64]") -> tuple[int, ...]:
    finite = [score for score in scores if np.isfinite(score)]
    return tuple(map(int, np.histogram(finite, edges)[0]))
