from hypothesis import given
from hypothesis import strategies as st

from livegate.vision.schedule import EMBEDDINGS, TEXTURE_READINGS, Schedule

durations = st.floats(0, 120)


def test_a_capture_is_looked_at_ten_times_a_second_at_best_and_twice_at_worst() -> None:
    assert [Schedule(duration).interval for duration in (0.0, 2.0, 10.0, 60.0)] == [0.1, 0.1, 0.25, 0.5]


def test_texture_readings_are_spread_over_the_whole_capture() -> None:
    schedule = Schedule(6.0)

    assert [schedule.texture_slot(at) for at in (0.0, 0.4, 0.5, 3.0, 5.9, 6.0)] == [0, 0, 1, 6, 11, 11]


@given(duration=durations, share=st.floats(0, 1))
def test_every_time_has_a_slot(duration: float, share: float) -> None:
    schedule = Schedule(duration)

    assert 0 <= schedule.texture_slot(share * duration) < TEXTURE_READINGS
    assert 0 <= schedule.embedding_slot(share * duration) < EMBEDDINGS


def test_a_single_picture_gets_both_measurements() -> None:
    assert (Schedule(0.0).texture_slot(0.0), Schedule(0.0).embedding_slot(0.0)) == (0, 0)
