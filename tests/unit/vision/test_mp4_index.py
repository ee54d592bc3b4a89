import struct
from collections.abc import Callable

import pytest

from livegate.liveness.observation import MediaFault, UnreadableMediaError
from livegate.vision.clip import open_capture
from livegate.vision.frame import Pixels
from livegate.vision.limits import MediaLimits
from livegate.vision.mp4_index import check_mp4_index

EncodeClip = Callable[..., bytes]
BILLION = 1_000_000_000


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def numbers(*values: int) -> bytes:
    return struct.pack(f">{len(values)}I", *values)


def fault_of(content: bytes) -> MediaFault:
    with pytest.raises(UnreadableMediaError) as refused:
        check_mp4_index(content)
    return refused.value.fault


def test_passes_ordinary_files(encode_clip: EncodeClip, grey_steps: list[Pixels]) -> None:
    for options in ({}, {"movflags": "frag_keyframe+empty_moov"}):
        check_mp4_index(encode_clip(grey_steps, options=options))


@pytest.mark.parametrize(
    "table",
    [
        box(b"stsz", numbers(0, 1, BILLION)),
        box(b"stz2", numbers(0, 4, BILLION)),
        box(b"trun", numbers(0, BILLION, 0)),
        box(b"stsz", numbers(0, 1, BILLION))[:20],
        box(b"stco", numbers(0, 3, 1, 2, 3)) + box(b"stsc", numbers(0, 1, 1, BILLION, 1)),
    ],
    ids=["stsz", "stz2", "trun", "cut off", "stsc"],
)
def test_refuses_tables_that_state_more_samples_than_a_video_has(table: bytes) -> None:
    assert fault_of(box(b"moov", table)) is MediaFault.TOO_LARGE
    assert fault_of(box(b"mdat", bytes(9)) + box(b"moov", box(b"any", box(b"other", table)))) is MediaFault.TOO_LARGE


def test_adds_the_tables_of_all_tracks_up() -> None:
    table = box(b"trak", box(b"stsz", numbers(0, 1, 900_000)))
    check_mp4_index(box(b"moov", table * 2))
    assert fault_of(box(b"moov", table * 3)) is MediaFault.TOO_LARGE


def test_refuses_compressed_tables() -> None:
    assert fault_of(box(b"moov", box(b"cmov", bytes(20)))) is MediaFault.UNDECODABLE


@pytest.mark.parametrize("size", [numbers(8 + 20), numbers(1)], ids=["32-bit size", "64-bit size"])
def test_media_data_may_hold_anything(size: bytes) -> None:
    table = box(b"stsz", numbers(0, 1, BILLION))
    header = size + b"mdat" + (struct.pack(">Q", 16 + len(table)) if size == numbers(1) else b"")
    check_mp4_index(header + table + box(b"moov"))


def test_a_forged_file_is_refused_before_it_is_opened(encode_clip: EncodeClip, grey_steps: list[Pixels]) -> None:
    content = bytearray(encode_clip(grey_steps, codec="mpeg4"))
    struct.pack_into(">II", content, content.index(b"stsz") + 8, 1, BILLION)
    with pytest.raises(UnreadableMediaError, match="tables"):
        open_capture([bytes(content)], MediaLimits())
