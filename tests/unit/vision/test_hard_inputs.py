"""The collection of hard and broken inputs, and of real recordings, where it is there."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from livegate.liveness.observation import MediaFault, UnreadableMediaError
from livegate.vision.clip import open_capture
from livegate.vision.limits import MediaLimits
from livegate.vision.stills import decode_still

DATA = Path(os.environ.get("LIVEGATE_TEST_DATA", Path(__file__).parents[4] / "shared" / "data"))
INPUTS = sorted(DATA.glob("inputs/*/*"))
RECORDINGS = sorted(
    path for path in DATA.glob("pad_videos/**/*") if path.suffix in {".mp4", ".mov", ".webm", ".mkv", ".mpg", ".3gp"}
)
needs_data = pytest.mark.skipif(not (INPUTS and RECORDINGS), reason=f"no measurement data in {DATA}")


def outcome_of_still(path: Path) -> str:
    try:
        return f"{decode_still(path.read_bytes(), MediaLimits()).ndim}"
    except UnreadableMediaError as error:
        return error.fault


@needs_data
def test_every_input_is_read_or_refused_cleanly() -> None:
    limits = MediaLimits()
    for path in INPUTS:
        outcome_of_still(path)
        try:
            capture = open_capture([path.read_bytes()], limits)
            frames = list(capture.frames(interval=0.5))
        except UnreadableMediaError:
            continue
        assert frames, path.name


@needs_data
@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("bomb_12000x12000_rgb.png", MediaFault.TOO_LARGE),
        ("bomb_30000x30000_1bit.png", MediaFault.TOO_LARGE),
        ("jpeg_sof_claims_65500x65500.jpg", MediaFault.TOO_LARGE),
        ("png_ztxt_64MB.png", "3"),
        ("cmyk_adobe_inverted.jpg", "3"),
        ("huge_app_segments.jpg", "3"),
        ("photo.heic", "3"),
        ("photo.avif", MediaFault.UNSUPPORTED_TYPE),
        ("corrupt_crc.png", MediaFault.UNDECODABLE),
        ("truncated_last_200_bytes.jpg", MediaFault.UNDECODABLE),
        ("script.svg", MediaFault.UNSUPPORTED_TYPE),
        ("zero_bytes.jpg", MediaFault.TOO_SMALL),
    ],
)
def test_stills_with_a_known_outcome(name: str, outcome: str) -> None:
    assert outcome_of_still(DATA / "inputs" / "image" / name) == outcome


@needs_data
def test_every_real_recording_is_read_to_its_end() -> None:
    for path in RECORDINGS:
        capture = open_capture([path.read_bytes()], MediaLimits())
        times = [frame.captured_at for frame in capture.frames(interval=1.0)]
        assert times[0] == 0.0, path.name
        assert capture.duration - times[-1] < 1.5, path.name
        assert all(later > earlier for earlier, later in pairwise(times)), path.name
