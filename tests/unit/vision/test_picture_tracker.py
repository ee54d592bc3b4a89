from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from livegate.liveness.observation import FaceRectangle, PictureMotion
from livegate.vision.frame import Frame, Pixels
from livegate.vision.picture_tracker import LEAST_INTERVAL, PictureTracker

WIDTH, HEIGHT = 640, 480
FACE = FaceRectangle(left=250, top=150, width=140, height=180)


def scenery(seed: int = 5) -> Pixels:
    """A picture full of corners."""
    spots = np.random.default_rng(seed).uniform(0, 255, (24, 32, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(spots, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)


def tilted(pixels: Pixels, tilt: tuple[float, float]) -> Pixels:
    """The picture whose scale falls by these shares across its longer side, about its middle."""
    to_middle = np.array([[1, 0, -WIDTH / 2], [0, 1, -HEIGHT / 2], [0, 0, WIDTH]]) / WIDTH
    warp = np.array([[1, 0, 0], [0, 1, 0], [*tilt, 1]])
    matrix = np.linalg.inv(to_middle) @ warp @ to_middle
    return np.asarray(cv2.warpPerspective(pixels, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def followed(pictures: Sequence[Pixels], face: FaceRectangle | None = FACE) -> list[PictureMotion | None]:
    tracker = PictureTracker()
    return [tracker.follow(Frame(index * 0.2, pixels), face) for index, pixels in enumerate(pictures)]


def last(motions: list[PictureMotion | None]) -> PictureMotion:
    assert motions[-1] is not None
    return motions[-1]


def test_measures_the_tilt_of_the_picture_since_the_first() -> None:
    tilts = [(0.0, 0.0), (0.02, 0.0), (0.05, -0.03)]

    motion = last(followed([tilted(scenery(), tilt) for tilt in tilts]))

    assert motion.surroundings is not None
    assert motion.surroundings.tilt == pytest.approx((0.05, -0.03), abs=0.003)
    assert motion.whole is not None
    assert motion.whole.tilt == pytest.approx((0.05, -0.03), abs=0.003)
    assert motion.run == 1


def test_a_picture_that_stands_still_does_not_tilt() -> None:
    first, *rest = followed([scenery()] * 3)

    assert first is None
    for motion in rest:
        assert motion is not None
        assert motion.whole is not None
        assert motion.whole.tilt == pytest.approx((0, 0), abs=1e-6)
        assert motion.whole.tilt_error < 0.01


def test_a_head_that_moves_is_told_from_what_is_around_it() -> None:
    head = np.zeros((HEIGHT, WIDTH, 1), np.uint8)
    cv2.ellipse(head, (320, 240), (90, 110), 0, 0, 360, (1,), -1)
    pictures = [np.where(head == 1, tilted(scenery(9), (tilt, 0.0)), scenery()) for tilt in (0.0, 0.06, 0.12)]

    motion = last(followed([np.asarray(picture, np.uint8) for picture in pictures]))

    assert motion.surroundings is not None
    assert motion.surroundings.tilt == pytest.approx((0, 0), abs=0.002)
    assert motion.whole is not None
    assert motion.whole.points > motion.surroundings.points


def test_pictures_that_come_soon_after_another_are_passed_over() -> None:
    tracker = PictureTracker()
    times = [0.0, LEAST_INTERVAL / 2, LEAST_INTERVAL, 1.9 * LEAST_INTERVAL, 2 * LEAST_INTERVAL]

    motions = [tracker.follow(Frame(time, scenery()), FACE) for time in times]

    assert [motion is not None for motion in motions] == [False, False, True, False, True]


def test_a_new_run_begins_when_the_points_are_lost() -> None:
    motions = followed([scenery(5), scenery(5), scenery(6), scenery(6)])

    assert [None if motion is None else motion.run for motion in motions] == [None, 1, 1, 2]


def test_without_a_face_no_run_begins() -> None:
    assert followed([scenery()] * 3, face=None) == [None] * 3


def test_a_blank_picture_has_no_points_to_follow() -> None:
    blank = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)

    assert followed([blank, blank]) == [None, None]


def test_small_pictures_are_not_enlarged() -> None:
    small = np.asarray(cv2.resize(scenery(), (320, 240), interpolation=cv2.INTER_AREA), np.uint8)

    motion = last(followed([small, small]))

    assert motion.whole is not None
    assert motion.whole.shift == pytest.approx((0, 0), abs=1e-6)


def test_a_picture_of_one_row_is_no_more_than_one_without_points() -> None:
    row = np.full((1, 4000, 3), 90, np.uint8)

    assert followed([row, row]) == [None, None]


def test_a_run_ends_where_pictures_of_another_size_follow() -> None:
    upright = np.ascontiguousarray(scenery().transpose(1, 0, 2))

    motions = followed([scenery(), scenery(), upright, upright])

    assert [None if motion is None else motion.run for motion in motions] == [None, 1, None, 2]


def test_a_run_after_pictures_without_points_is_another_one() -> None:
    blank = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)

    motions = followed([scenery(), scenery(), blank, scenery(), scenery()])

    assert [None if motion is None else motion.run for motion in (motions[1], motions[-1])] == [1, 3]
