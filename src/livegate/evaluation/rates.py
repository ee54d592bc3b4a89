"""A share of errors, with what its sample size lets one say about it."""

from math import sqrt

import msgspec

NORMAL_QUANTILE = 1.959964
"""Standard normal quantile of 97.5 %: two-sided intervals of 95 %."""


class Rate(msgspec.Struct, frozen=True, rename="camel"):
    """``count`` of ``total``, as a share 0..1 with Wilson's 95 % interval from ``low`` to ``high``."""

    count: int
    total: int
    value: float
    low: float
    high: float


def rate(count: int, total: int) -> Rate | None:
    """Return the share, or None where there is nothing to count (E. B. Wilson, 1927, doi:10.2307/2276774)."""
    if total == 0:
        return None
    value, spread = count / total, NORMAL_QUANTILE**2 / total
    middle = (value + spread / 2) / (1 + spread)
    half = NORMAL_QUANTILE * sqrt(value * (1 - value) / total + spread / (4 * total)) / (1 + spread)
    # At the ends the formula gives the value itself, but for rounding.
    low = 0.0 if count == 0 else middle - half
    high = 1.0 if count == total else middle + half
    return Rate(count, total, value, low, high)


def share(count: int, total: int) -> Rate:
    """Return the share of a sample that is known not to be empty. Raises ``ValueError`` when it is."""
    found = rate(count, total)
    if found is None:
        raise ValueError("An empty sample has no rate.")
    return found
