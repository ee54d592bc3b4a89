import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.vision.media_type import MediaType, detect_media_type


def file_type_box(major: bytes, *compatible: bytes) -> bytes:
    body = b"ftyp" + major + bytes(4) + b"".join(compatible)
    return (4 + len(body)).to_bytes(4) + body


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\xff\xd8\xff\xe0", MediaType.JPEG),
        (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
        (b"GIF89a", MediaType.GIF),
        (b"BM", MediaType.BMP),
        (b"RIFF\0\0\0\0WEBP", MediaType.WEBP),
        (b"MM\0*", MediaType.TIFF),
        (b"\0\0\0\x0cjP  \r\n\x87\n", MediaType.JPEG_2000),
        (file_type_box(b"heic", b"mif1", b"heic"), MediaType.HEIC),
        (file_type_box(b"mif1", b"mif1", b"heic"), MediaType.HEIC),
        (file_type_box(b"isom", b"iso2", b"mp41"), MediaType.MP4),
        (file_type_box(b"qt  "), MediaType.MP4),
        (file_type_box(b"3gp4"), MediaType.MP4),
        (b"\0\0\0\x08wide\0\0\0\0mdat", MediaType.MP4),
        (b"\x1a\x45\xdf\xa3", MediaType.MATROSKA),
        (b"\0\0\x01\xba", MediaType.MPEG),
    ],
)
def test_tells_types_from_their_first_bytes(content: bytes, media_type: MediaType) -> None:
    assert detect_media_type(content) is media_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"#EXTM3U",
        b"ffconcat version 1.0",
        b"RIFF\0\0\0\0AVI ",
        b"RIFF\0\0\0\0WAVE",
        b"G" + bytes(187) + b"G",
        file_type_box(b"mif1", b"mif1"),
        file_type_box(b"mif1", b"avif", b"miaf"),
        file_type_box(b"avif", b"mif1"),
    ],
)
def test_knows_no_other_type(content: bytes) -> None:
    assert detect_media_type(content) is None


@given(st.binary(max_size=80) | st.binary(max_size=80).map(lambda tail: b"\0\0\0\x20ftypmif1" + tail))
def test_never_raises(content: bytes) -> None:
    detect_media_type(content)
