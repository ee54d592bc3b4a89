from dataclasses import replace

import numpy as np

from livegate.liveness.observation import FrameObservation, PerceptualHash
from livegate.liveness.recurrence import FEWEST_KEY_FRAMES, KEY_DISTANCE, MOST_KEY_FRAMES, key_hashes, look_alikes
from tests.support.observations import good_frame

DOUBTFUL = tuple(range(10))


def frames(*bits: int) -> tuple[FrameObservation, ...]:
    return tuple(
        replace(good_frame(index), perceptual_hash=PerceptualHash(value, DOUBTFUL)) for index, value in enumerate(bits)
    )


def different(count: int) -> list[int]:
    """So many hashes, any two of which differ by about half their bits."""
    return [int(value) for value in np.random.default_rng(4).integers(0, 2**64, count, dtype=np.uint64)]


def test_frames_that_look_the_same_are_one_key_frame() -> None:
    several = different(FEWEST_KEY_FRAMES)
    repeated = [value ^ 1 << 40 for value in several]
    assert [key.bits for key in key_hashes(frames(*several, *repeated))] == several


def test_a_frame_is_a_key_frame_from_one_bit_more_than_the_distance_on() -> None:
    several = different(FEWEST_KEY_FRAMES)
    near, far = several[0] ^ (1 << KEY_DISTANCE) - 1, several[0] ^ (1 << KEY_DISTANCE + 1) - 1
    assert [key.bits for key in key_hashes(frames(*several, near, far))] == [*several, far]


def test_somebody_who_sits_still_has_none() -> None:
    looks = different(FEWEST_KEY_FRAMES - 1)
    assert key_hashes(frames(*looks * 10)) == ()
    assert key_hashes((good_frame(0),)) == ()


def test_many_are_thinned_over_the_whole_capture() -> None:
    many = different(40)
    kept = [many.index(key.bits) for key in key_hashes(frames(*many))]
    assert len(kept) == MOST_KEY_FRAMES
    assert kept == sorted(kept)
    assert kept[-1] >= 36


def test_a_copy_may_differ_in_three_doubtful_bits_and_in_no_other() -> None:
    spellings = look_alikes(PerceptualHash(0b1010, DOUBTFUL))
    assert spellings[0] == 0b1010
    assert len(set(spellings)) == 1 + 10 + 45 + 120
    assert all((spelling ^ 0b1010).bit_count() <= 3 and spelling < 2**10 for spelling in spellings)
