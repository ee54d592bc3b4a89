import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.liveness.deformation import shape_change
from tests.support.observations import landmarks_of

RIGID = landmarks_of()[:468, :2].astype(np.float64)


def moved(shift: float, scale: float, angle: float, tilt: float) -> np.ndarray:
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    foreshortening = np.diag([np.cos(tilt), 1.0])
    result: np.ndarray = RIGID @ turn @ foreshortening * scale + shift
    return result


@given(
    st.lists(
        st.tuples(st.floats(-100, 100), st.floats(0.5, 2), st.floats(-0.5, 0.5), st.floats(-0.8, 0.8)),
        min_size=2,
        max_size=8,
    )
)
def test_a_flat_picture_keeps_its_shape_however_it_is_moved_turned_and_tilted(
    motions: list[tuple[float, float, float, float]],
) -> None:
    assert shape_change(np.stack([moved(*motion) for motion in motions])) < 1e-3


@given(st.floats(1, 20))
def test_a_speaking_mouth_changes_the_shape(drop: float) -> None:
    speaking = np.stack([landmarks_of(mouth_drop=drop * (index % 2))[:468, :2] for index in range(6)])
    assert shape_change(speaking) > 1e-3


def test_is_measured_in_distances_between_the_eyes() -> None:
    speaking = np.stack([landmarks_of(mouth_drop=5.0 * (index % 2))[:468, :2] for index in range(6)])
    assert shape_change(speaking * 3) == pytest.approx(shape_change(speaking), rel=1e-3)
