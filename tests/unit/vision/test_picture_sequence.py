import pytest

from livegate.liveness.observation import MediaFault, UnreadableMediaError
from livegate.vision.clip import open_capture
from livegate.vision.limits import MediaLimits


def fault_of(pictures: list[bytes], limits: MediaLimits, captured_at: list[float] | None = None) -> MediaFault:
    with pytest.raises(UnreadableMediaError) as refused:
        list(open_capture(pictures, limits, captured_at=captured_at).frames(interval=0.0))
    return refused.value.fault


def test_assumes_ten_pictures_a_second(jpeg: bytes, limits: MediaLimits) -> None:
    capture = open_capture([jpeg] * 11, limits)
    assert capture.duration == pytest.approx(1.0)
    assert [frame.captured_at for frame in capture.frames(interval=0.5)] == pytest.approx([0.0, 0.5, 1.0])


def test_takes_the_times_given_from_the_first(jpeg: bytes, limits: MediaLimits) -> None:
    capture = open_capture([jpeg] * 4, limits, captured_at=[50.0, 50.1, 50.9, 52.0])
    assert capture.duration == pytest.approx(2.0)
    assert [frame.captured_at for frame in capture.frames(interval=0.2)] == pytest.approx([0.0, 0.9, 2.0])


def test_decodes_only_the_pictures_that_are_taken(jpeg: bytes, limits: MediaLimits) -> None:
    damaged = jpeg[:40]
    capture = open_capture([jpeg, damaged, jpeg], limits)
    assert len(list(capture.frames(interval=0.2))) == 2
    assert fault_of([jpeg, damaged, jpeg], limits) is MediaFault.UNDECODABLE


@pytest.mark.parametrize(
    "captured_at", [[0.0, 1.0], [0.0, 2.0, 1.0], [0.0, float("nan"), 1.0], [0.0, 1.0, float("inf")]]
)
def test_refuses_times_that_do_not_fit(jpeg: bytes, limits: MediaLimits, captured_at: list[float]) -> None:
    assert fault_of([jpeg] * 3, limits, captured_at) is MediaFault.UNDECODABLE


def test_refuses_too_many_or_too_long(jpeg: bytes, limits: MediaLimits) -> None:
    assert fault_of([jpeg] * 4, MediaLimits(sequence_pictures=3)) is MediaFault.TOO_LARGE
    assert fault_of([jpeg] * 3, limits, [0.0, 1.0, 31.0]) is MediaFault.TOO_LARGE
