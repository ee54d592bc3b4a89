import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from livegate.vision.frame import Pixels
from livegate.vision.jpeg import decode_plain, plain_size
from tests.unit.vision.conftest import encode_still

SIZE = (75, 51)


def noisy(*, grey: bool = False) -> Pixels:
    """A picture whose every pixel matters, of odd sides."""
    shape = (SIZE[1], SIZE[0]) if grey else (SIZE[1], SIZE[0], 3)
    return np.random.default_rng(7).integers(0, 256, shape, dtype=np.uint8)


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
@pytest.mark.parametrize("quality", [50, 95])
def test_pixels_are_those_that_pillow_decodes(subsampling: str, quality: int) -> None:
    content = encode_still(noisy(), "JPEG", quality=quality, subsampling=subsampling)
    assert plain_size(content) == SIZE
    np.testing.assert_array_equal(decode_plain(content), np.asarray(Image.open(io.BytesIO(content))))


def test_grey_becomes_rgb() -> None:
    content = encode_still(noisy(grey=True), "JPEG", quality=80)
    assert plain_size(content) == SIZE
    np.testing.assert_array_equal(decode_plain(content), np.asarray(Image.open(io.BytesIO(content)).convert("RGB")))


@pytest.mark.parametrize(
    "options",
    [{"progressive": True}, {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"}, {"xmp": b"<x:xmpmeta/>"}],
    ids=["progressive", "Exif", "XMP"],
)
def test_what_needs_more_than_decoding_is_not_plain(options: dict[str, object]) -> None:
    assert plain_size(encode_still(noisy(), "JPEG", **options)) is None


def test_four_colours_are_not_plain() -> None:
    target = io.BytesIO()
    Image.new("CMYK", SIZE).save(target, "JPEG")
    assert plain_size(target.getvalue()) is None


def test_endless_headers_are_not_read_to_their_end() -> None:
    content = encode_still(noisy(), "JPEG")
    comment = b"\xff\xfe\x00\x02"
    assert plain_size(content[:2] + 10 * comment + content[2:]) == SIZE
    assert plain_size(content[:2] + 100_000 * comment + content[2:]) is None


def test_damaged_pixels_are_told() -> None:
    content = encode_still(noisy(), "JPEG", quality=95)
    assert decode_plain(content[: len(content) // 2]) is None
    assert decode_plain(content[:-500] + b"\xff\xd0" * 249 + b"\xff\xd9") is None


@given(st.binary(max_size=200))
def test_no_header_trips_the_reader(tail: bytes) -> None:
    plain_size(b"\xff\xd8" + tail)
