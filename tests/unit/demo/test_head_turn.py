import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from demo.head_turn import origins, rotation, turned
from demo.portrait import Portrait
from demo.programme import programme
from livegate.liveness.observation import HeadPose
from livegate.vision.pose import CANONICAL_POINTS, RIGID_LANDMARKS, head_pose

angles = st.floats(-60, 60)


@given(st.builds(HeadPose, yaw=angles, pitch=angles, roll=angles))
def test_turns_as_the_pose_is_read(pose: HeadPose) -> None:
    landmarks = np.zeros((478, 3), np.float32)
    landmarks[RIGID_LANDMARKS] = (CANONICAL_POINTS * (1, -1, -1)) @ rotation(pose).T

    read = head_pose(landmarks)

    assert [read.yaw, read.pitch, read.roll] == pytest.approx([pose.yaw, pose.pitch, pose.roll], abs=0.1)


def test_moves_nothing_in_the_frontal_pose(portrait: Portrait) -> None:
    points = _grid()

    assert turned(portrait.surface, HeadPose(0, 0, 0), points) == pytest.approx(points, abs=1e-3)


def test_never_folds_over_in_any_pose_of_the_programme(portrait: Portrait) -> None:
    for pose in list(programme(6.0))[::6]:
        moved = turned(portrait.surface, pose, _grid())
        right, down = np.diff(moved[:-1], axis=1), np.diff(moved[:, :-1], axis=0)
        areas = right[..., 0] * down[..., 1] - right[..., 1] * down[..., 0]
        assert areas.min() > 0, pose


@pytest.mark.parametrize("pose", [HeadPose(20, 0, 0), HeadPose(-20, 5, 2), HeadPose(0, 16, 0), HeadPose(0, -16, -2)])
def test_finds_where_every_point_comes_from(portrait: Portrait, pose: HeadPose) -> None:
    points = _grid()

    back = turned(portrait.surface, pose, origins(portrait.surface, pose, points))

    assert back == pytest.approx(points, abs=0.1)


def test_leaves_the_background_alone(portrait: Portrait) -> None:
    corners = np.array([[[2, 2], [508, 2]], [[2, 508], [508, 508]]], np.float32)

    assert np.array_equal(turned(portrait.surface, HeadPose(22, 10, 5), corners), corners)


def _grid() -> NDArray[np.float32]:
    return np.stack(np.meshgrid(np.arange(40.0, 410.0), np.arange(1.0, 300.0)), axis=-1).astype(np.float32)
