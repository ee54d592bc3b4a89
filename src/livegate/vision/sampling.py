"""Choosing frames by their times."""

# Times are sums of rounded fractions: frames exactly one interval apart must not fall a hair short of it.
_ROUNDING = 1e-6


class Sampler:
    """Takes the first frame, and then each that is at least an interval later than the one taken before."""

    def __init__(self, interval: float) -> None:
        """``interval`` is in seconds; 0 takes every frame that is later than the one before, or as late."""
        self._interval = interval - _ROUNDING
        self._taken_at: float | None = None

    def takes(self, captured_at: float) -> bool:
        """Tell whether the frame at ``captured_at`` (seconds) is taken, and remember it if so."""
        if self._taken_at is not None and captured_at - self._taken_at < self._interval:
            return False
        self._taken_at = captured_at
        return True
