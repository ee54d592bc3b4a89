"""Does the whole picture tilt back and forth as one plane, as a screen or a sheet does that is held before the camera?

What is around a living person is no plane, or stands still, and a camera that turns shifts the picture as it tilts it.
The tilt that no turn of the camera explains is read of the whole picture, and of what is around the head where that can
be told too. The smaller one counts: a head that turns tilts the one, a person who leans the other, a plane both. What
was tried, and all figures: decision 0031.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from operator import itemgetter
from typing import Final

import numpy as np

from livegate.liveness.evidence import Evidence
from livegate.liveness.meshes import Array, share_between
from livegate.liveness.observation import PlaneMotion
from livegate.liveness.readings import CueName, CueReading

LARGEST_ERROR: Final = 0.05
FEWEST_POINTS: Final = 16
FEWEST_PICTURES, ENOUGH_PICTURES = 4, 8

LEAST_SHARE, ENOUGH_SHARE = 0.1, 0.5
"""Of the pictures whose motion can be told well. What mostly moves otherwise than a plane is none in the rest."""

LEAST_QUALITY: Final = 0.25
"""Of one of the two, to count at all."""

LEAST_ERROR: Final = 0.01
"""That no measurement is better than, whatever its fit says."""

HELD_TILT: Final = 0.04
"""Of a usual screen that is held by hand, two degrees. A reading is exact whose noise is half of this, or half of what
it reads."""

WIDEST_VIEW: Final = 3.5
"""A camera that turns tilts the picture by its shift times the longer side over the focal length, squared, the other
way (R. Hartley and A. Zisserman, Multiple View Geometry, 2004, 8.4). 3.5 is a view of 86 degrees; far ones have 0."""

_Runs = Iterable[tuple[int, PlaneMotion | None]]


@dataclass(frozen=True, slots=True)
class _Series:
    """Pictures of one capture: shifts and tilts (n x 2) about the means of their runs, and the tilts' errors (n).

    ``share``: how many of all pictures these are, 0..1.
    """

    shifts: Array
    tilts: Array
    errors: Array
    share: float

    @property
    def extent(self) -> float:
        """How much of a capture they are, 0..1."""
        return share_between(len(self.errors), 0, ENOUGH_PICTURES) * share_between(
            self.share, LEAST_SHARE, ENOUGH_SHARE
        )


@dataclass(frozen=True, slots=True)
class _Measured:
    value: float
    quality: float


def picture_tilt_readings(evidence: Evidence) -> tuple[CueReading, ...]:
    """Return ``picture_tilt``: how far the picture tilts, as a root mean square; nothing where it cannot be told.

    It is the share by which the scale changes across the longer side, 0.02 for a degree at a usual view. Live 0 to
    0.02; a hand-held screen 0.03 to 0.09.
    """
    motions = [frame.motion for frame in evidence.capture.frames if frame.motion is not None]
    whole = _measure((motion.run, motion.whole) for motion in motions)
    if whole is None:
        return ()
    surroundings = _measure((motion.run, motion.surroundings) for motion in motions)
    told = [part for part in (whole, surroundings) if part is not None]
    value, quality = min(part.value for part in told), max(part.quality for part in told)
    return (CueReading(CueName.GEOMETRY, "picture_tilt", value, quality),)


def _measure(motions: _Runs) -> _Measured | None:
    series = _series(motions)
    if series is None:
        return None
    certainties = _certainty(series.errors)
    unexplained = series.tilts - _camera_turn(series, certainties) * series.shifts
    power = float(np.average((unexplained**2).sum(axis=1), weights=certainties))
    noise = float(np.average(series.errors**2, weights=certainties))
    exact = share_between(max(sqrt(power), HELD_TILT) / sqrt(noise), 1, 2)
    quality = exact * series.extent
    return _Measured(sqrt(max(power - noise, 0.0)), quality) if quality >= LEAST_QUALITY else None


def _series(motions: _Runs) -> _Series | None:
    """Return the pictures whose motion is known well enough; None where they are too few."""
    fitted = [(run, plane) for run, plane in motions if plane is not None]
    known = [
        (run, plane) for run, plane in fitted if plane.points >= FEWEST_POINTS and plane.tilt_error <= LARGEST_ERROR
    ]
    runs = [[plane for _, plane in held] for _, held in groupby(known, key=itemgetter(0))]
    # One picture and the first one of its run do not tell swaying from having moved.
    told = [run for run in runs if len(run) > 1]
    if sum(map(len, told)) < FEWEST_PICTURES:
        return None
    shifts, tilts = zip(*map(_about_means, told), strict=True)
    errors = np.array([plane.tilt_error for run in told for plane in run])
    return _Series(np.concatenate(shifts), np.concatenate(tilts), errors, len(errors) / len(fitted))


def _about_means(run: Sequence[PlaneMotion]) -> tuple[Array, Array]:
    """Return a run's shifts and tilts about their means, in which its first picture counts: it is at rest."""
    certainties = _certainty(np.array([0.0, *(plane.tilt_error for plane in run)]))
    shifts = np.array([(0.0, 0.0), *(plane.shift for plane in run)])
    tilts = np.array([(0.0, 0.0), *(plane.tilt for plane in run)])
    return _centred(shifts, certainties), _centred(tilts, certainties)


def _centred(values: Array, certainties: Array) -> Array:
    return np.asarray((values - np.average(values, axis=0, weights=certainties))[1:])


def _certainty(errors: Array) -> Array:
    return np.asarray(1 / (errors**2 + LEAST_ERROR**2))


def _camera_turn(series: _Series, certainties: Array) -> float:
    """Return the tilt by shift of a camera's turn that explains most."""
    together = float(certainties @ (series.tilts * series.shifts).sum(axis=1))
    alone = float(certainties @ (series.shifts**2).sum(axis=1))
    return min(max(together / alone, -WIDEST_VIEW), 0.0) if alone > 0 else 0.0
