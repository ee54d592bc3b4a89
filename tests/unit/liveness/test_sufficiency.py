from dataclasses import replace

import pytest

from livegate.liveness.observation import FaceObservation, FrameObservation
from livegate.liveness.sufficiency import ENOUGH_SECONDS, Sufficiency
from tests.support.observations import good_face, good_frame

FACE = good_face()


def at(seconds: float, face: FaceObservation | None = FACE) -> FrameObservation:
    return replace(good_frame(0), captured_at=seconds, face=face, face_count=0 if face is None else 1)


def filmed(*frames: FrameObservation) -> Sufficiency:
    sufficiency = Sufficiency()
    for frame in frames:
        sufficiency = sufficiency.add(frame)
    return sufficiency


def test_three_seconds_of_a_usable_face_are_enough() -> None:
    frames = [at(tenth / 10) for tenth in range(32)]
    assert not filmed(*frames[:30]).is_enough
    assert filmed(*frames).is_enough


def test_seconds_without_a_face_do_not_count() -> None:
    frames = [at(tenth / 10, None if 10 <= tenth < 20 else FACE) for tenth in range(35)]
    assert filmed(*frames).usable_seconds == pytest.approx(2.3)


def test_few_frames_do_not_stand_for_a_long_time() -> None:
    assert filmed(*(at(float(second)) for second in range(5))).usable_seconds == pytest.approx(2.0)


def test_three_seconds_in_few_frames_are_not_enough() -> None:
    frames = [at(index * 0.45) for index in range(10)]
    few = filmed(*frames[:9])
    assert few.usable_seconds > ENOUGH_SECONDS
    assert (few.is_enough, few.share) == (False, 0.9)
    assert filmed(*frames).is_enough


def test_without_texture_readings_it_is_never_enough() -> None:
    frames = [replace(at(tenth / 10), texture=None) for tenth in range(100)]
    seen = filmed(*frames)
    assert (seen.is_enough, seen.share) == (False, 0.0)
    assert seen.usable_seconds > ENOUGH_SECONDS
