from collections.abc import Callable

import numpy as np
import pytest

from livegate.liveness.observation import MediaFault, UnreadableMediaError
from livegate.vision.clip import open_capture
from livegate.vision.frame import Pixels
from livegate.vision.limits import MediaLimits


def fault_of(content: list[bytes], limits: MediaLimits) -> MediaFault:
    with pytest.raises(UnreadableMediaError) as refused:
        open_capture(content, limits)
    return refused.value.fault


def test_a_single_still_is_a_capture_of_one_frame(jpeg: bytes, quadrants: Pixels, limits: MediaLimits) -> None:
    capture = open_capture([jpeg], limits)
    frames = list(capture.frames(interval=0.1))
    assert (capture.duration, capture.total_frames, len(frames)) == (0.0, 1, 1)
    assert np.abs(frames[0].pixels.astype(int) - quadrants.astype(int)).mean() < 4


def test_several_jpegs_are_a_sequence(jpeg: bytes, limits: MediaLimits) -> None:
    assert open_capture([jpeg] * 5, limits).total_frames == 5


def test_the_type_is_read_from_the_bytes(
    encode_clip: Callable[..., bytes], grey_steps: list[Pixels], limits: MediaLimits
) -> None:
    webm = encode_clip(grey_steps, container="webm", codec="libvpx")
    assert open_capture([webm], limits).total_frames == len(grey_steps)


@pytest.mark.parametrize("content", [[], [b""], [b"", b""]])
def test_refuses_nothing(content: list[bytes], limits: MediaLimits) -> None:
    assert fault_of(content, limits) is MediaFault.TOO_SMALL


def test_refuses_several_files_that_are_not_all_jpegs(
    encode_clip: Callable[..., bytes], grey_steps: list[Pixels], jpeg: bytes, limits: MediaLimits
) -> None:
    film = encode_clip(grey_steps)
    for content in ([film, film], [jpeg, film], [jpeg, b""], [b"#EXTM3U\nhttp://localhost/"]):
        assert fault_of(content, limits) is MediaFault.UNSUPPORTED_TYPE


def test_refuses_more_bytes_than_the_limit_together(jpeg: bytes) -> None:
    limits = MediaLimits(capture_bytes=3 * len(jpeg))
    assert open_capture([jpeg] * 3, limits).total_frames == 3
    assert fault_of([jpeg] * 4, limits) is MediaFault.TOO_LARGE
