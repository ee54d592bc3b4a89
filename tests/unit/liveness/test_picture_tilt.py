from collections.abc import Sequence
from dataclasses import replace

import pytest

from livegate.liveness.evidence import Evidence
from livegate.liveness.observation import PictureMotion, PlaneMotion
from livegate.liveness.picture_tilt import ENOUGH_PICTURES, picture_tilt_readings
from livegate.liveness.readings import CueName, CueReading
from tests.support.observations import capture_of, good_frame

Pair = tuple[float, float]


def plane(tilt: Pair, shift: Pair = (0.0, 0.0), *, error: float = 0.002, points: float = 80) -> PlaneMotion:
    return PlaneMotion(shift, tilt, error, points)


def swaying(size: float, pictures: int = 12) -> list[Pair]:
    """Tilts to and fro by ``size``."""
    return [(size * (-1) ** index, 0.0) for index in range(pictures)]


def read(motions: Sequence[PictureMotion | None]) -> tuple[CueReading, ...]:
    frames = [replace(good_frame(index), motion=motion) for index, motion in enumerate(motions)]
    return picture_tilt_readings(Evidence(capture_of(*frames)))


def both(planes: Sequence[PlaneMotion], run: int = 1) -> list[PictureMotion]:
    """What the head and what is around it show alike."""
    return [PictureMotion(run, one, one) for one in planes]


def value(motions: Sequence[PictureMotion | None]) -> float:
    (reading,) = read(motions)
    return reading.value


def test_a_plane_that_sways_reads_how_far_it_tilts() -> None:
    (reading,) = read([None, *both([plane(tilt) for tilt in swaying(0.05)])])

    assert (reading.cue, reading.code, reading.quality) == (CueName.GEOMETRY, "picture_tilt", 1.0)
    assert reading.value == pytest.approx(0.05, rel=0.02)


def test_a_plane_that_is_held_still_does_not_sway_however_it_leans() -> None:
    leaning = [plane((0.05, 0.02)) for _ in range(40)]

    assert value(both(leaning)) < 0.01


def test_a_camera_that_turns_explains_the_tilt_against_its_shift() -> None:
    turns = [plane((-1.5 * shift, 0.0), (shift, 0.0)) for shift, _ in swaying(0.04)]

    assert value(both(turns)) < 0.001


def test_no_camera_tilts_the_picture_along_with_its_shift() -> None:
    turns = [plane((1.5 * shift, 0.0), (shift, 0.0)) for shift, _ in swaying(0.04)]

    assert value(both(turns)) == pytest.approx(0.06, rel=0.02)


def test_nor_further_than_the_widest_view_allows() -> None:
    turns = [plane((-10 * shift, 0.0), (shift, 0.0)) for shift, _ in swaying(0.01)]

    assert value(both(turns)) == pytest.approx(0.065, rel=0.05)


@pytest.mark.parametrize("is_head_moving", [True, False])
def test_what_tilts_alone_is_no_plane(is_head_moving: bool) -> None:  # noqa: FBT001  # pytest names it
    moving, still = plane((0.06, 0.0)), plane((0.0, 0.0))
    motions = [
        PictureMotion(1, *((still, one) if is_head_moving else (one, still)))
        for one in (replace(moving, tilt=tilt) for tilt in swaying(0.06))
    ]

    assert value(motions) == 0


def test_where_nothing_around_the_head_can_be_told_the_whole_counts_alone() -> None:
    motions = [PictureMotion(1, None, plane(tilt)) for tilt in swaying(0.05)]

    assert value(motions) == pytest.approx(0.05, rel=0.02)


def test_what_is_around_the_head_alone_says_nothing() -> None:
    motions = [PictureMotion(1, plane(tilt), None) for tilt in swaying(0.05)]

    assert read(motions) == ()


def test_a_picture_that_mostly_moves_otherwise_than_a_plane_says_less() -> None:
    swayed = both([plane(tilt) for tilt in swaying(0.05, pictures=10)])
    torn = both([plane((0.3, 0.0), error=0.2)] * 15)

    (reading,) = read(swayed + torn)

    assert reading.quality == pytest.approx(0.75)
    assert read(swayed + torn * 8) == ()


def test_noise_is_no_tilt() -> None:
    assert value(both([plane(tilt, error=0.021) for tilt in swaying(0.02)])) == 0


def test_the_noisier_the_measurement_the_less_it_says() -> None:
    exact, noisy = (read(both([plane(tilt, error=error) for tilt in swaying(0.05)])) for error in (0.01, 0.04))

    assert exact[0].quality == 1
    assert noisy[0].quality == pytest.approx(0.25, abs=0.02)


def test_few_pictures_say_less() -> None:
    (reading,) = read(both([plane(tilt) for tilt in swaying(0.05, pictures=4)]))

    assert reading.quality == 4 / ENOUGH_PICTURES


def test_every_run_sways_about_its_own_mean() -> None:
    first, second = both([plane((0.08, 0.0))] * 30), both([plane((-0.08, 0.0))] * 30, run=2)

    assert value(first + second) < 0.02


@pytest.mark.parametrize(
    "motions",
    [
        [],
        both([plane(tilt) for tilt in swaying(0.05, pictures=3)]),
        both([plane(tilt, points=15) for tilt in swaying(0.05)]),
        both([plane(tilt, error=0.06) for tilt in swaying(0.05)]),
        [motion for run in range(8) for motion in both([plane((0.05, 0.0))], run=run)],
    ],
    ids=["no motion", "few pictures", "few points", "large errors", "runs of one"],
)
def test_there_is_no_reading_where_the_motion_is_not_known(motions: list[PictureMotion]) -> None:
    assert read(motions) == ()
