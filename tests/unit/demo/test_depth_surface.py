import numpy as np

from demo.portrait import Portrait

NOSE, LEFT_OUTLINE = (226, 125), (150, 110)


def test_the_nose_is_nearest_and_the_outline_far(portrait: Portrait) -> None:
    depth = portrait.surface.depth

    nearest_row, nearest_column = np.unravel_index(np.argmin(depth), depth.shape)

    assert np.hypot(nearest_column - NOSE[0], nearest_row - NOSE[1]) < 10
    assert depth[LEFT_OUTLINE[1], LEFT_OUTLINE[0]] - depth[NOSE[1], NOSE[0]] > 40


def test_the_face_belongs_to_the_head_and_the_corners_do_not(portrait: Portrait) -> None:
    share = portrait.surface.share

    assert share[NOSE[1], NOSE[0]] == 1
    assert not share[[0, 0, -1, -1], [0, -1, 0, -1]].any()
    assert share.min() == 0
    assert share.max() == 1


def test_the_share_never_jumps(portrait: Portrait) -> None:
    assert max(np.abs(step).max() for step in np.gradient(portrait.surface.share)) < 0.05
