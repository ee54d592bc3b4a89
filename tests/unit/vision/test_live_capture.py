from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from livegate.liveness.observation import MediaFault, UnreadableMediaError
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.frame import Pixels
from livegate.vision.limits import MediaLimits
from livegate.vision.live_capture import LivePictures
from livegate.vision.networks import Networks
from livegate.vision.pool import WorkerPool
from tests.unit.vision.conftest import encode_still


@pytest.fixture
def pool(networks: Networks) -> Iterator[WorkerPool[FaceAnalyser]]:
    opened = WorkerPool(lambda: FaceAnalyser(networks), workers=2, waiting=0)
    yield opened
    opened.close()


@pytest.fixture
def pictures(portrait: Pixels) -> list[bytes]:
    """Three seconds at ten a second: the portrait drifting sideways."""
    return [encode_still(np.roll(portrait, 2 * step, axis=1), "JPEG", quality=90) for step in range(30)]


async def test_each_picture_is_seen_as_it_comes_and_measured_closely_at_set_times(
    pool: WorkerPool[FaceAnalyser], limits: MediaLimits, pictures: list[bytes]
) -> None:
    live = LivePictures(pool, limits, with_image=True)
    seen = [await live.look_at(picture, index / 10) for index, picture in enumerate(pictures)]
    capture = await live.conclude(duration=2.9, total_frames=33)

    assert [frame.face_count for frame in seen] == [1] * 30
    assert [frame.captured_at for frame in capture.frames] == [index / 10 for index in range(30)]
    assert sum(frame.texture is not None for frame in capture.frames) == 9
    assert [int(frame.captured_at) for frame in capture.frames if frame.embedding is not None] == [0, 1, 2]
    assert (capture.duration, capture.total_frames) == (2.9, 33)
    assert capture.best is not None
    assert capture.best.image is not None


async def test_a_picture_of_another_size_is_refused(
    pool: WorkerPool[FaceAnalyser], limits: MediaLimits, portrait: Pixels, pictures: list[bytes]
) -> None:
    live = LivePictures(pool, limits, with_image=False)
    await live.look_at(pictures[0], 0.0)
    with pytest.raises(UnreadableMediaError, match="have the same size") as refused:
        await live.look_at(encode_still(portrait[:-2], "JPEG", quality=90), 0.1)
    assert refused.value.fault is MediaFault.UNDECODABLE


@pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
async def test_only_jpeg_is_taken(
    pool: WorkerPool[FaceAnalyser], limits: MediaLimits, portrait: Pixels, file_format: str
) -> None:
    with pytest.raises(UnreadableMediaError, match="no JPEG") as refused:
        await LivePictures(pool, limits, with_image=False).look_at(encode_still(portrait, file_format), 0.0)
    assert refused.value.fault is MediaFault.UNSUPPORTED_TYPE


async def test_a_frame_has_the_bounds_of_a_video_not_those_of_a_photo(
    pool: WorkerPool[FaceAnalyser], portrait: Pixels
) -> None:
    height, width = portrait.shape[:2]
    picture = encode_still(portrait, "JPEG", quality=90)
    exact = replace(MediaLimits(), frame_pixels=height * width)
    assert (await LivePictures(pool, exact, with_image=False).look_at(picture, 0.0)).width == width
    short = replace(exact, frame_pixels=height * width - 1)
    with pytest.raises(UnreadableMediaError, match="more than") as refused:
        await LivePictures(pool, short, with_image=False).look_at(picture, 0.0)
    assert refused.value.fault is MediaFault.TOO_LARGE


async def test_a_damaged_picture_is_refused(
    pool: WorkerPool[FaceAnalyser], limits: MediaLimits, pictures: list[bytes]
) -> None:
    with pytest.raises(UnreadableMediaError):
        await LivePictures(pool, limits, with_image=False).look_at(pictures[0][: len(pictures[0]) // 2], 0.0)
