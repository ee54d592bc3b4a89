"""Both errors over all thresholds: who is accepted when a score of at least the threshold is."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from livegate.evaluation.rates import Rate, share

NEVER_ACCEPTED = float("-inf")
"""The score of what gave none: a non-response is below every threshold."""

CURVE_POINTS = 200


class FixedRate(msgspec.Struct, frozen=True, rename="camel"):
    """The rejections of the good at a threshold where at most ``limit``, 0..1, of the bad are accepted.

    ``threshold`` is None where only accepting nobody keeps to the limit. ``resolved`` tells whether there are enough
    of the bad to tell such a share from none: at least ``1 / limit``.
    """

    limit: float
    threshold: float | None
    rejected: Rate
    resolved: bool


class CurvePoint(msgspec.Struct, frozen=True, rename="camel"):
    """Both shares at a threshold: of the bad that are accepted, and of the good that are rejected."""

    threshold: float
    accepted: float
    rejected: float


@dataclass(frozen=True, slots=True)
class ErrorCurve:
    """``thresholds`` rise and end with infinity; the counts of errors at each stand beside them."""

    thresholds: NDArray[np.float64]
    accepted: NDArray[np.intp]
    rejected: NDArray[np.intp]
    bad: int
    good: int

    @property
    def equal_error_rate(self) -> float:
        """Mean of both shares at the threshold where they differ least, 0..1."""
        accepted, rejected = self.accepted / self.bad, self.rejected / self.good
        nearest = int(np.argmin(np.abs(accepted - rejected)))
        return float((accepted[nearest] + rejected[nearest]) / 2)

    def rejected_at(self, limit: float) -> FixedRate:
        """Return the rejections at the lowest threshold where at most ``limit`` of the bad are accepted."""
        place = int(np.argmax(self.accepted <= limit * self.bad))
        threshold = float(self.thresholds[place])
        return FixedRate(
            limit=limit,
            threshold=threshold if np.isfinite(threshold) else None,
            rejected=share(int(self.rejected[place]), self.good),
            resolved=self.bad * limit >= 1,
        )

    def points(self) -> tuple[CurvePoint, ...]:
        """Return the corners of the curve: the thresholds that no other beats in one error and equals in the other.

        Where there are more than ``CURVE_POINTS``, that many are taken, spread evenly. The infinite threshold is none.
        """
        lowest = np.append(True, np.diff(self.accepted) != 0)
        highest = np.append(np.diff(self.rejected) != 0, True)
        corners = np.flatnonzero(lowest & highest & np.isfinite(self.thresholds))
        spread = np.linspace(0, len(corners) - 1, min(CURVE_POINTS, len(corners)))
        places = corners[np.unique(spread.round().astype(int))]
        return tuple(
            CurvePoint(
                float(self.thresholds[place]),
                float(self.accepted[place] / self.bad),
                float(self.rejected[place] / self.good),
            )
            for place in places
        )


def error_curve(good: Sequence[float], bad: Sequence[float]) -> ErrorCurve | None:
    """Return the curve of the scores of those to accept and those not to, or None where either is missing."""
    if not good or not bad:
        return None
    accept, refuse = np.sort(np.asarray(good, dtype=np.float64)), np.sort(np.asarray(bad, dtype=np.float64))
    scores = np.unique(np.concatenate([accept, refuse]))
    thresholds = np.append(scores[np.isfinite(scores)], np.inf)
    return ErrorCurve(
        thresholds,
        accepted=len(refuse) - np.searchsorted(refuse, thresholds, side="left"),
        rejected=np.searchsorted(accept, thresholds, side="left"),
        bad=len(refuse),
        good=len(accept),
    )
