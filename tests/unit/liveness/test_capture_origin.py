from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.liveness.capture_origin import burst_share, capture_readings, skipped_time_share
from livegate.liveness.evidence import Arrival, Circumstances, Evidence
from livegate.liveness.readings import CueName
from tests.support.observations import good_capture

FRAMES = 50
STEP = 0.1


def arrivals(received: Iterable[float], captured: Iterable[float] | None = None) -> tuple[Arrival, ...]:
    taken = [index * STEP for index in range(FRAMES)] if captured is None else captured
    return tuple(Arrival(at, came) for at, came in zip(taken, received, strict=True))


def camera(seed: int = 1) -> tuple[Arrival, ...]:
    """Ten frames a second over a network that delays each by up to 60 ms, in order."""
    generator = np.random.default_rng(seed)
    taken = [index * STEP + generator.uniform(-0.004, 0.004) for index in range(FRAMES)]
    came = [at + generator.uniform(0, 0.06) for at in taken]
    return arrivals(sorted(came), taken)


def values(circumstances: Circumstances) -> dict[str, float]:
    readings = capture_readings(Evidence(good_capture(), circumstances=circumstances))
    assert all(reading.cue is CueName.CAPTURE for reading in readings)
    return {reading.code: reading.value for reading in readings}


def test_an_upload_that_names_no_camera_is_read_for_earlier_captures_alone() -> None:
    assert values(Circumstances(seen_before=0.25)) == {"seen_before_share": 0.25}


@pytest.mark.parametrize(("name", "expected"), [("OBS Virtual Camera", 1.0), ("Integrated Camera", 0.0)])
def test_a_declared_camera_is_known_for_software_or_not(name: str, expected: float) -> None:
    assert values(Circumstances(camera_name=name))["virtual_camera"] == expected


def test_a_camera_streams_in_its_own_time() -> None:
    read = values(Circumstances(arrivals=camera()))
    assert read["skipped_time_share"] < 0.02
    assert read["burst_share"] < 0.1


def test_a_file_sent_at_once_skips_the_time_that_it_claims() -> None:
    at_once = arrivals(index * 0.002 for index in range(FRAMES))
    assert skipped_time_share(at_once) == pytest.approx(0.98, abs=0.01)
    assert burst_share(at_once) == 1


def test_a_clip_played_faster_than_it_claims_skips_the_difference() -> None:
    assert skipped_time_share(arrivals(index * STEP * 0.8 for index in range(FRAMES))) == pytest.approx(0.2)


def test_one_stall_of_the_network_skips_no_time_and_is_a_few_bursts() -> None:
    stalled = arrivals(max(index * STEP, 2.0) if index > 10 else index * STEP for index in range(FRAMES))
    assert skipped_time_share(stalled) < 0.02
    assert 0 < burst_share(stalled) < 0.25


def test_frames_that_come_ever_later_skip_nothing() -> None:
    assert skipped_time_share(arrivals(index * STEP * 1.5 for index in range(FRAMES))) == 0


def test_few_frames_have_little_quality_and_fewer_none() -> None:
    evidence = Evidence(good_capture(), circumstances=Circumstances(arrivals=camera()[:15]))
    assert {reading.code: reading.quality for reading in capture_readings(evidence)} == {
        "seen_before_share": 1,
        "skipped_time_share": 0.5,
        "burst_share": 0.5,
    }
    assert set(values(Circumstances(arrivals=camera()[:4]))) == {"seen_before_share"}


@given(
    times=st.lists(
        st.tuples(st.floats(0, 1e6, allow_subnormal=False), st.floats(0, 1e6, allow_subnormal=False)),
        min_size=5,
        max_size=40,
    )
)
def test_any_times_are_read_without_failing(times: list[tuple[float, float]]) -> None:
    read = values(Circumstances(arrivals=tuple(Arrival(captured, received) for captured, received in times)))
    assert 0 <= read["skipped_time_share"] <= 1
    assert 0 <= read["burst_share"] <= 1
