"""How a hand moves what it holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WAVES = 3


@dataclass(frozen=True, slots=True)
class Sway:
    """Smooth random motion of several amounts at once; the values over time stay within plus or minus ``reach``."""

    reach: NDArray[np.float64]
    frequencies: NDArray[np.float64]
    phases: NDArray[np.float64]

    def at(self, time: float) -> NDArray[np.float64]:
        """Return every amount at ``time``, in seconds."""
        waves = np.sin(2 * np.pi * self.frequencies * time + self.phases)
        return np.asarray(self.reach * waves.mean(axis=1), np.float64)


def random_sway(reach: tuple[float, ...], random: np.random.Generator, *, slow: float, fast: float) -> Sway:
    """Draw a motion made of a few waves between ``slow`` and ``fast``, in hertz."""
    shape = (len(reach), WAVES)
    return Sway(np.array(reach), random.uniform(slow, fast, shape), random.uniform(0, 2 * np.pi, shape))
