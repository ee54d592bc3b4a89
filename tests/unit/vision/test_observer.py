import asyncio
import threading
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import pytest

from livegate.liveness.observation import ReferenceObservation, UnreadableMediaError
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.finder import Preference
from livegate.vision.frame import Pixels
from livegate.vision.limits import MediaLimits
from livegate.vision.networks import Networks
from livegate.vision.observer import VisionObserver
from livegate.vision.pool import WorkerPool
from tests.unit.vision.conftest import encode_still


def opened_with(make: Callable[[], FaceAnalyser], limits: MediaLimits, *, waiting: int = 0) -> VisionObserver:
    """An observer with one worker for uploads and one for streamed captures."""
    pool, live_pool = (WorkerPool(make, workers=1, waiting=waiting) for _ in range(2))
    return VisionObserver(pool, live_pool, limits)


@pytest.fixture
def observer(networks: Networks, limits: MediaLimits) -> Iterator[VisionObserver]:
    opened = opened_with(lambda: FaceAnalyser(networks), limits, waiting=2)
    yield opened
    opened.close()


@pytest.fixture
def clip(encode_clip: Callable[..., bytes], portrait: Pixels) -> bytes:
    """Two seconds: nobody, then the portrait drifting sideways."""
    empty = [np.full_like(portrait, 40 + 3 * step) for step in range(5)]
    return encode_clip([*empty, *(np.roll(portrait, 3 * step, axis=1) for step in range(15))])


async def test_observes_a_clip_while_the_event_loop_goes_on(observer: VisionObserver, clip: bytes) -> None:
    turns = 0
    work = asyncio.create_task(observer.observe_capture([clip], with_image=True))
    while not work.done():
        await asyncio.sleep(0)
        turns += 1
    capture = work.result()

    assert turns > 100
    assert capture.total_frames == 20
    assert [frame.face_count for frame in capture.frames] == [0] * 5 + [1] * 15
    assert len({frame.fingerprint for frame in capture.frames}) == 20


async def test_texture_and_embeddings_are_spread_over_the_frames_with_a_face(
    observer: VisionObserver, clip: bytes
) -> None:
    capture = await observer.observe_capture([clip], with_image=False)
    embeddings = [frame.embedding for frame in capture.frames if frame.embedding is not None]

    assert 8 <= sum(frame.texture is not None for frame in capture.frames) <= 12
    assert 3 <= len(embeddings) <= 4
    assert min(float(embeddings[0] @ other) for other in embeddings) > 0.8
    assert capture.best is not None
    assert capture.best.image is None


async def test_the_picture_is_followed_from_the_first_look_at_a_face_on(observer: VisionObserver, clip: bytes) -> None:
    capture = await observer.observe_capture([clip], with_image=False)

    moved = {index: frame.motion for index, frame in enumerate(capture.frames) if frame.motion is not None}
    assert list(moved) == [8, 10, 12, 14, 16, 18]
    drifts = [motion.whole.shift[0] * capture.frames[0].width for motion in moved.values() if motion.whole is not None]
    assert drifts == pytest.approx([3.0 * step for step in (2, 4, 6, 8, 10, 12)], abs=1)


async def test_of_every_stretch_the_sharpest_face_is_embedded(
    observer: VisionObserver, encode_clip: Callable[..., bytes], portrait: Pixels
) -> None:
    blurred = np.asarray(cv2.GaussianBlur(portrait, (0, 0), 3), np.uint8)
    clip = encode_clip([portrait if index % 5 == 3 else blurred for index in range(20)])

    capture = await observer.observe_capture([clip], with_image=False)

    assert [index for index, frame in enumerate(capture.frames) if frame.embedding is not None] == [3, 8, 13, 18]


async def test_the_best_image_shows_the_face_where_its_rectangle_says(observer: VisionObserver, clip: bytes) -> None:
    capture = await observer.observe_capture([clip], with_image=True)

    assert capture.best is not None
    assert capture.best.image is not None
    seen_again = await observer.observe_reference(capture.best.image)
    assert seen_again.face is not None
    assert seen_again.face.rectangle.left == pytest.approx(capture.best.face_rectangle.left, abs=4)
    assert seen_again.face.rectangle.width == pytest.approx(capture.best.face_rectangle.width, abs=6)


async def test_a_capture_without_a_face_has_no_best_image(
    observer: VisionObserver, encode_clip: Callable[..., bytes], grey_steps: list[Pixels]
) -> None:
    capture = await observer.observe_capture([encode_clip(grey_steps)], with_image=True)

    assert (len(capture.frames), capture.best) == (10, None)


async def test_repeated_pictures_have_equal_fingerprints(observer: VisionObserver, portrait: Pixels) -> None:
    picture = encode_still(portrait, "JPEG", quality=90)

    capture = await observer.observe_capture([picture] * 3, with_image=False)

    assert len({frame.fingerprint for frame in capture.frames}) == 1


async def test_pictures_of_one_capture_may_differ_in_size(observer: VisionObserver, portrait: Pixels) -> None:
    narrower = np.ascontiguousarray(portrait[:, 40:-40])
    pictures = [encode_still(picture, "JPEG") for picture in (portrait, portrait, narrower, narrower)]

    capture = await observer.observe_capture(pictures, with_image=False)

    assert [frame.face_count for frame in capture.frames] == [1] * 4


async def test_observes_all_faces_of_a_still_and_tells_by_how_much_it_was_reduced(
    observer: VisionObserver, portrait: Pixels
) -> None:
    enlarged = np.asarray(cv2.resize(np.hstack([portrait, portrait]), (4096, 2048)), np.uint8)

    still = await observer.observe_still(encode_still(enlarged, "JPEG", quality=85), with_embedding_norms=False)

    assert still.reduction == 2
    assert sorted(seen.face.rectangle.left for seen in still.faces) == pytest.approx([360, 1384], abs=16)


async def test_a_still_may_have_fewer_bytes_than_azures_smallest_file(networks: Networks) -> None:
    observer = opened_with(lambda: FaceAnalyser(networks), MediaLimits())
    plain = encode_still(np.full((120, 160, 3), 90, np.uint8), "PNG")

    assert len(plain) < 1024
    assert (await observer.observe_still(plain, with_embedding_norms=True)).faces == ()
    observer.close()


async def test_refuses_what_is_no_media_and_goes_on(observer: VisionObserver, portrait: Pixels) -> None:
    with pytest.raises(UnreadableMediaError):
        await observer.observe_capture([b"no video"], with_image=True)
    with pytest.raises(UnreadableMediaError):
        await observer.observe_reference(b"no picture")
    with pytest.raises(UnreadableMediaError):
        await observer.observe_still(b"no picture", with_embedding_norms=True)

    reference = await observer.observe_reference(encode_still(portrait, "PNG"))
    assert reference.face_count == 1
    assert reference.embedding is not None


async def test_models_run_on_worker_threads_only(networks: Networks, limits: MediaLimits, portrait: Pixels) -> None:
    threads: list[str] = []

    class Analyser(FaceAnalyser):
        def observe_reference(
            self, pixels: Pixels, *, preference: Preference = Preference.PROMINENT
        ) -> ReferenceObservation:
            threads.append(threading.current_thread().name)
            return super().observe_reference(pixels, preference=preference)

    observer = opened_with(lambda: Analyser(networks), limits)
    await observer.observe_reference(encode_still(portrait, "PNG"))
    observer.close()

    assert threads
    assert threading.main_thread().name not in threads
