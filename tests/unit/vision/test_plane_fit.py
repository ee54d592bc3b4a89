from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.vision.plane_fit import Points, fit_plane

shares = st.floats(-0.1, 0.1)


@dataclass(frozen=True)
class Motion:
    """The motion of a plane: what ``fit_plane`` is to find again."""

    shift: tuple[float, float] = (0.0, 0.0)
    growth: float = 0.0
    turn: float = 0.0
    tilt: tuple[float, float] = (0.0, 0.0)

    def of(self, points: Points) -> Points:
        """Where points of the plane are afterwards."""
        across = np.column_stack([-points[:, 1], points[:, 0]])
        flat = (1 + self.growth) * points + self.turn * across + self.shift
        return np.asarray(flat / (1 + points @ self.tilt)[:, None])


def points(count: int = 60, *, seed: int = 7, side: float = 1.0) -> Points:
    """Points all over a picture, or over a corner of it with that ``side``."""
    return np.random.default_rng(seed).uniform(-0.5, -0.5 + side, (count, 2))


@given(shift=st.tuples(shares, shares), growth=shares, turn=shares, tilt=st.tuples(shares, shares))
def test_finds_the_motion_of_a_plane(
    shift: tuple[float, float], growth: float, turn: float, tilt: tuple[float, float]
) -> None:
    before = points()

    fit = fit_plane(before, Motion(shift, growth, turn, tilt).of(before))

    assert fit.shift == pytest.approx(shift, abs=1e-6)
    assert fit.tilt == pytest.approx(tilt, abs=1e-6)
    assert fit.points == pytest.approx(60)


def test_points_that_move_by_themselves_do_not_count() -> None:
    before = points()
    after = Motion(tilt=(0.04, -0.02)).of(before)
    after[:20] += (0.05, 0.03)

    fit = fit_plane(before, after)

    assert fit.tilt == pytest.approx((0.04, -0.02), abs=0.002)
    assert fit.points == pytest.approx(40, abs=2)


@pytest.mark.parametrize("noise", [0.002, 0.006])
def test_the_error_bounds_how_far_off_the_tilt_usually_is(noise: float) -> None:
    before, tilt = points(), (0.03, 0.01)
    fits = [
        fit_plane(before, Motion(tilt=tilt).of(before) + np.random.default_rng(seed).normal(0, noise, before.shape))
        for seed in range(60)
    ]

    off = np.sqrt(np.mean([(fit.tilt[0] - tilt[0]) ** 2 + (fit.tilt[1] - tilt[1]) ** 2 for fit in fits]))

    assert off < np.median([fit.tilt_error for fit in fits]) < 3 * off


def test_points_of_one_corner_tell_little() -> None:
    everywhere, corner = points(), points(side=0.2)

    assert fit_plane(corner, corner).tilt_error > 10 * fit_plane(everywhere, everywhere).tilt_error


def test_many_points_on_one_spot_tell_no_more_than_a_few() -> None:
    spots = np.array([(x, y) for x in (-0.45, -0.05, 0.4) for y in (-0.3, 0.05, 0.3)])

    few, many = (fit_plane(crowd, crowd) for crowd in (np.repeat(spots, times, axis=0) for times in (2, 20)))

    assert many.tilt_error == pytest.approx(few.tilt_error)
