from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from demo.portrait import Portrait, portrait_photo
from demo.portrait_clip import render_portrait_clip, turned_portrait
from livegate.liveness.evidence import Evidence
from livegate.liveness.judge import judge_capture
from livegate.liveness.observation import HeadPose
from livegate.liveness.operating_points import BALANCED
from livegate.liveness.verdict import Refusal
from livegate.vision.clip import open_capture
from livegate.vision.limits import MediaLimits
from livegate.vision.observer import VisionObserver

FRONTAL = HeadPose(0, 0, 0)


def test_the_same_seed_gives_the_same_frames(portrait: Portrait) -> None:
    first, again = (np.stack(list(turned_portrait(portrait, [FRONTAL] * 3, seed=5))) for _ in range(2))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, np.stack(list(turned_portrait(portrait, [FRONTAL] * 3, seed=6))))


def test_no_frame_repeats_the_one_before_even_in_the_same_pose(portrait: Portrait) -> None:
    for before, after in pairwise(turned_portrait(portrait, [FRONTAL] * 6)):
        assert before.shape == (480, 640, 3)
        assert np.mean(before != after) > 0.5


async def test_the_product_reads_the_turns_that_were_programmed(
    portrait: Portrait, observer: VisionObserver, tmp_path: Path
) -> None:
    turns = [(yaw, 0.0) for yaw in (-22.0, -11.0, 0.0, 11.0, 22.0)] + [(0.0, pitch) for pitch in (-16.0, 0.0, 16.0)]
    pictures = []
    for yaw, pitch in turns:
        (frame,) = turned_portrait(portrait, [HeadPose(yaw, pitch, 0)])
        path = tmp_path / "frame.jpg"
        Image.fromarray(frame).save(path, quality=92)
        pictures.append(path.read_bytes())

    capture = await observer.observe_capture(pictures, with_image=False)

    poses = [frame.face.pose for frame in capture.frames if frame.face is not None]
    assert len(poses) == len(turns)
    assert all(low.yaw + 5 < high.yaw for low, high in pairwise(poses[:5]))
    assert all(low.pitch + 5 < high.pitch for low, high in pairwise(poses[5:]))
    assert [pose.yaw for pose in poses[:5]] == pytest.approx([yaw for yaw, _ in turns[:5]], abs=7)


def test_writes_a_clip_of_the_promised_size_rate_and_length(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"

    render_portrait_clip(path, seconds=1.0)

    capture = open_capture([path.read_bytes()], MediaLimits())
    frames = list(capture.frames(interval=0))
    assert capture.total_frames == len(frames) == 30
    assert capture.duration == pytest.approx(29 / 30, abs=1e-3)
    assert {frame.pixels.shape for frame in frames} == {(480, 640, 3)}


@pytest.fixture
def content(portrait_clip: Path) -> bytes:
    return portrait_clip.read_bytes()


async def test_the_whole_clip_can_be_judged(content: bytes, observer: VisionObserver) -> None:
    capture = await observer.observe_capture([content], with_image=False)

    assert [frame.face_count for frame in capture.frames] == [1] * len(capture.frames)
    assert not isinstance(judge_capture(Evidence(capture), BALANCED), Refusal)


def test_the_photo_is_the_portrait(portrait: Portrait, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"

    portrait_photo(path)

    with Image.open(path) as photo:
        assert photo.format == "JPEG"
        difference = np.abs(np.asarray(photo).astype(int) - portrait.pixels.astype(int))
    assert difference.mean() < 4
