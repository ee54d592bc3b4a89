import struct
import zlib
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from av.video.frame import VideoFrame
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livegate.liveness.observation import MediaFault, UnreadableMediaError
from livegate.vision.clip import open_capture
from livegate.vision.frame import Frame, Pixels
from livegate.vision.limits import MediaLimits
from tests.support.uncollected import living, without_collector

EncodeClip = Callable[..., bytes]

QUARTER_TURN_CLOCKWISE = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)


def look(content: bytes, limits: MediaLimits, interval: float = 0.0) -> list[Frame]:
    return list(open_capture([content], limits).frames(interval=interval))


def times_of(frames: list[Frame]) -> list[float]:
    return [round(frame.captured_at, 3) for frame in frames]


def levels_of(frames: list[Frame]) -> list[float]:
    return [float(frame.pixels.mean()) for frame in frames]


def fault_of(content: bytes, limits: MediaLimits) -> MediaFault:
    with pytest.raises(UnreadableMediaError) as refused:
        look(content, limits)
    return refused.value.fault


def with_matrix(content: bytes, matrix: bytes) -> bytes:
    # Where a version 0 track header has its matrix: ISO/IEC 14496-12, 8.3.2.
    at = content.index(b"tkhd") + 44
    return content[:at] + matrix + content[at + len(matrix) :]


@pytest.mark.parametrize(
    ("container", "codec"),
    [
        ("mp4", "libx264"),
        ("mp4", "mpeg4"),
        ("mov", "libx264"),
        ("webm", "libvpx"),
        ("webm", "libvpx-vp9"),
        ("matroska", "libx264"),
        ("matroska", "mjpeg"),
        ("3gp", "libx264"),
    ],
)
def test_reads_what_phones_and_browsers_record(
    encode_clip: EncodeClip, grey_steps: list[Pixels], limits: MediaLimits, container: str, codec: str
) -> None:
    content = encode_clip(grey_steps, container=container, codec=codec)
    capture = open_capture([content], limits)
    frames = list(capture.frames(interval=0.0))
    assert capture.total_frames == 10
    assert capture.duration == pytest.approx(0.9)
    assert times_of(frames) == pytest.approx([step / 10 for step in range(10)])
    assert levels_of(frames) == pytest.approx([20 + 20 * step for step in range(10)], abs=4)


@pytest.mark.parametrize(
    ("container", "codec", "size"), [("3gp", "h263", (144, 176)), ("mpeg", "mpeg1video", (48, 64))]
)
def test_reads_old_phones_and_mpeg_1(
    encode_clip: EncodeClip, limits: MediaLimits, container: str, codec: str, size: tuple[int, int]
) -> None:
    pictures = [np.full((*size, 3), 20 + 20 * step, np.uint8) for step in range(10)]
    content = encode_clip(pictures, container=container, codec=codec, frames_per_second=25)
    frames = look(content, limits)
    assert frames[0].pixels.shape == (*size, 3)
    assert times_of(frames) == pytest.approx([step / 25 for step in range(10)])
    assert levels_of(frames) == pytest.approx([20 + 20 * step for step in range(10)], abs=4)


def test_yields_frames_an_interval_apart(
    encode_clip: EncodeClip, grey_steps: list[Pixels], limits: MediaLimits
) -> None:
    frames = look(encode_clip(grey_steps), limits, interval=0.25)
    assert times_of(frames) == [0.0, 0.3, 0.6, 0.9]
    assert levels_of(frames) == pytest.approx([20, 80, 140, 200], abs=4)


def test_decodes_anew_each_time(encode_clip: EncodeClip, grey_steps: list[Pixels], limits: MediaLimits) -> None:
    capture = open_capture([encode_clip(grey_steps)], limits)
    abandoned = capture.frames(interval=0.0)
    next(abandoned)
    first, second = (levels_of(list(capture.frames(interval=0.0))) for _ in range(2))
    assert first == second


def test_keeps_a_variable_frame_rate(encode_clip: EncodeClip, grey_steps: list[Pixels], limits: MediaLimits) -> None:
    times = [0.0, 0.04, 0.5, 0.55, 1.7, 1.71, 2.0, 2.9, 3.0, 3.1]
    for container, codec in (("mp4", "libx264"), ("webm", "libvpx")):
        content = encode_clip(grey_steps, container=container, codec=codec, times=times)
        assert times_of(look(content, limits)) == pytest.approx(times, abs=0.002)


def test_counts_times_from_the_first_frame(
    encode_clip: EncodeClip, grey_steps: list[Pixels], limits: MediaLimits
) -> None:
    late = [100 + step / 10 for step in range(10)]
    capture = open_capture([encode_clip(grey_steps, container="webm", codec="libvpx", times=late)], limits)
    assert capture.duration == pytest.approx(0.9)
    assert next(capture.frames(interval=0.0)).captured_at == 0.0


def test_measures_a_recording_that_states_no_duration(
    encode_clip: EncodeClip, grey_steps: list[Pixels], limits: MediaLimits
) -> None:
    content = encode_clip(grey_steps, container="webm", codec="libvpx", seekable=False)
    capture = open_capture([content], limits)
    assert capture.duration == pytest.approx(0.9)
    assert capture.total_frames == 10
    assert len(list(capture.frames(interval=0.2))) == 5


def test_reads_fragmented_files(encode_clip: EncodeClip, grey_steps: list[Pixels], limits: MediaLimits) -> None:
    content = encode_clip(grey_steps, options={"movflags": "frag_keyframe+empty_moov"})
    assert len(look(content, limits)) == 10


def test_reads_files_whose_tags_are_not_utf_8(
    encode_clip: EncodeClip, grey_steps: list[Pixels], limits: MediaLimits
) -> None:
    content = encode_clip(grey_steps, codec="mpeg4")
    assert b"Lavf" in content
    assert len(look(content.replace(b"Lavf", b"\xff\xfeav"), limits)) == 10


def test_turns_frames_upright(encode_clip: EncodeClip, quadrants: Pixels, limits: MediaLimits) -> None:
    content = with_matrix(encode_clip([quadrants] * 3), QUARTER_TURN_CLOCKWISE)
    for frame in look(content, limits):
        assert frame.pixels.shape == (64, 48, 3)
        assert frame.pixels.flags.c_contiguous
        # Red was at the top left: turned clockwise, it is at the top right.
        assert tuple(frame.pixels[16, 36] > 128) == (True, False, False)


def test_keeps_no_frame_once_it_has_been_read(encode_clip: EncodeClip, quadrants: Pixels, limits: MediaLimits) -> None:
    content = encode_clip([quadrants] * 3)
    with without_collector():
        assert len(look(content, limits)) == 3
        # The copy of which the orientation was asked stays until cycles are looked for.
        assert all(kept.width * kept.height < 1000 for kept in living(VideoFrame))


def test_follows_a_change_of_size(encode_clip: EncodeClip, limits: MediaLimits) -> None:
    pictures = [np.full((48, 64, 3), 90, np.uint8)] * 3 + [np.full((96, 128, 3), 90, np.uint8)] * 3
    frames = look(encode_clip(pictures, container="webm", codec="libvpx"), limits)
    assert [frame.pixels.shape[:2] for frame in frames] == [(48, 64)] * 3 + [(96, 128)] * 3


def test_a_change_to_too_large_a_size_ends_the_capture(encode_clip: EncodeClip) -> None:
    pictures = [np.full((48, 64, 3), 90, np.uint8)] * 3 + [np.full((480, 640, 3), 90, np.uint8)] * 3
    content = encode_clip(pictures, container="webm", codec="libvpx")
    assert len(look(content, MediaLimits(frame_pixels=100_000))) == 3


def test_a_change_of_size_counts_against_the_pixels_of_all_frames(encode_clip: EncodeClip) -> None:
    pictures = [np.full((48, 64, 3), 90, np.uint8)] * 3 + [np.full((480, 640, 3), 90, np.uint8)] * 3
    content = encode_clip(pictures, container="webm", codec="libvpx")
    assert fault_of(content, MediaLimits(capture_pixels=500_000)) is MediaFault.TOO_LARGE


@pytest.mark.parametrize(
    "limits",
    [
        MediaLimits(capture_seconds=0.5),
        MediaLimits(capture_frames=9),
        MediaLimits(frame_pixels=64 * 48 - 1),
        MediaLimits(capture_pixels=10 * 64 * 48 - 1),
        MediaLimits(capture_bytes=500),
    ],
    ids=["seconds", "frames", "frame pixels", "pixels", "bytes"],
)
def test_refuses_more_than_the_limits_before_decoding(
    encode_clip: EncodeClip, grey_steps: list[Pixels], limits: MediaLimits
) -> None:
    content = encode_clip(grey_steps)
    with pytest.raises(UnreadableMediaError) as refused:
        open_capture([content], limits)
    assert refused.value.fault is MediaFault.TOO_LARGE


def test_refuses_frames_too_small_for_a_face(encode_clip: EncodeClip, limits: MediaLimits) -> None:
    content = encode_clip([np.zeros((32, 64, 3), np.uint8)])
    assert fault_of(content, limits) is MediaFault.TOO_SMALL


@pytest.mark.parametrize(
    ("container", "codec", "options"),
    [
        ("matroska", "libx264", {}),
        ("webm", "libvpx", {}),
        ("mp4", "libx264", {"movflags": "frag_every_frame+empty_moov"}),
        ("mpeg", "mpeg1video", {}),
    ],
)
def test_yields_what_came_before_the_end_of_a_truncated_file(
    encode_clip: EncodeClip, limits: MediaLimits, container: str, codec: str, options: dict[str, str]
) -> None:
    noise = np.random.default_rng(1)
    pictures = [noise.integers(0, 255, (48, 64, 3), np.uint8) for _ in range(30)]
    content = encode_clip(pictures, container=container, codec=codec, options=options, frames_per_second=25)
    frames = look(content[: len(content) * 2 // 3], limits)
    assert 5 < len(frames) < 30
    assert all(earlier < later for earlier, later in pairwise(times_of(frames)))


def test_refuses_a_file_that_lost_its_tables(
    encode_clip: EncodeClip, grey_steps: list[Pixels], limits: MediaLimits
) -> None:
    content = encode_clip(grey_steps)
    assert fault_of(content[: content.index(b"moov") - 4], limits) is MediaFault.UNDECODABLE


def test_refuses_a_file_whose_media_data_is_nonsense(
    encode_clip: EncodeClip, grey_steps: list[Pixels], limits: MediaLimits
) -> None:
    content = encode_clip(grey_steps, codec="mpeg4")
    start, end = content.index(b"mdat") + 4, content.index(b"moov") - 4
    broken = content[:start] + np.random.default_rng(3).bytes(end - start) + content[end:]
    assert fault_of(broken, limits) is MediaFault.UNDECODABLE


def test_refuses_other_codecs(encode_clip: EncodeClip, grey_steps: list[Pixels], limits: MediaLimits) -> None:
    for container, codec in (("matroska", "ffv1"), ("mpeg", "mpeg2video")):
        content = encode_clip(grey_steps, container=container, codec=codec, frames_per_second=25)
        assert fault_of(content, limits) is MediaFault.UNDECODABLE


def element(identifier: str, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return bytes.fromhex(identifier) + (len(body) | 1 << 56).to_bytes(8) + body


def test_refuses_matroska_packets_that_inflate_beyond_the_limit(limits: MediaLimits, jpeg: bytes) -> None:
    encoding = element("5031", b"\0"), element("5032", b"\1"), element("5033", b"\0"), element("5034")
    track = element(
        "ae",
        element("d7", b"\1"),
        element("73c5", b"\1"),
        element("83", b"\1"),
        element("86", b"V_MJPEG"),
        element("e0", element("b0", b"\x40"), element("ba", b"\x30")),
        element("6d80", element("6240", *encoding)),
    )
    packet = zlib.compress(jpeg.ljust(8_000_000, b"\0"), 9)
    blocks = [element("a3", b"\x81" + bytes([0, number, 0x80]) + packet) for number in range(8)]
    cluster = element("1f43b675", element("e7", b"\0"), *blocks)
    header = element("1a45dfa3", element("4282", b"matroska"))
    film = header + element("18538067", element("1654ae6b", track), cluster)
    assert len(film) < 100_000
    with pytest.raises(UnreadableMediaError, match="holds more than"):
        open_capture([film], limits)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from([("mp4", "libx264"), ("webm", "libvpx"), ("mpeg", "mpeg1video"), ("matroska", "mjpeg")]),
    places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_damage_raises_nothing_else(
    encode_clip: EncodeClip,
    grey_steps: list[Pixels],
    limits: MediaLimits,
    kind: tuple[str, str],
    places: list[tuple[float, int]],
) -> None:
    content = bytearray(encode_clip(grey_steps, container=kind[0], codec=kind[1], frames_per_second=25))
    for share, value in places:
        content[int(share * len(content))] = value
    try:
        frames = look(bytes(content), limits)
    except UnreadableMediaError:
        return
    assert all(frame.captured_at >= 0 for frame in frames)


@settings(deadline=None)
@given(
    st.sampled_from([b"\0\0\0\x14ftypisom\0\0\0\0isom", b"\x1a\x45\xdf\xa3", b"\0\0\x01\xba"]), st.binary(max_size=400)
)
def test_nonsense_after_a_signature_raises_nothing_else(signature: bytes, tail: bytes) -> None:
    with pytest.raises(UnreadableMediaError):
        look(signature + tail, MediaLimits())
