from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from livegate.vision.sampling import Sampler


@given(st.lists(st.floats(0, 30), min_size=1).map(sorted), st.floats(0, 5))
def test_taken_times_start_with_the_first_and_are_an_interval_apart(times: list[float], interval: float) -> None:
    sampler = Sampler(interval)
    taken = [time for time in times if sampler.takes(time)]
    assert taken[0] == times[0]
    assert all(later - earlier >= interval - 1e-5 for earlier, later in pairwise(taken))


def test_takes_frames_that_miss_the_interval_by_rounding_only() -> None:
    sampler = Sampler(0.1)
    assert [sampler.takes(step * 0.1) for step in range(40)] == [True] * 40
