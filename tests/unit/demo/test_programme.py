from itertools import pairwise

import pytest

from demo.programme import programme


@pytest.mark.parametrize(("seconds", "frames"), [(0.5, 15), (1.0, 30), (6.0, 180)])
def test_has_a_pose_for_every_frame(seconds: float, frames: int) -> None:
    assert len(list(programme(seconds))) == frames


def test_turns_to_all_four_sides_and_back() -> None:
    poses = list(programme(6.0))

    assert max(pose.yaw for pose in poses) > 20
    assert min(pose.yaw for pose in poses) < -20
    assert max(pose.pitch for pose in poses) > 14
    assert min(pose.pitch for pose in poses) < -14
    for pose in (poses[0], poses[-1]):
        assert abs(pose.yaw) < 3
        assert abs(pose.pitch) < 3


def test_moves_as_fast_as_a_head_can_and_never_stands_still() -> None:
    for before, after in pairwise(programme(6.0)):
        assert abs(after.yaw - before.yaw) < 5
        assert abs(after.pitch - before.pitch) < 5
        assert before != after
