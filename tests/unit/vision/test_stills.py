import io
import struct
import zlib

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from livegate.liveness.observation import MediaFault, UnreadableMediaError
from livegate.vision.frame import Pixels
from livegate.vision.limits import MediaLimits
from livegate.vision.stills import decode_still

LENIENT = MediaLimits(still_bytes_min=1)


def encode(image: Image.Image, image_format: str, **parameters: object) -> bytes:
    target = io.BytesIO()
    image.save(target, format=image_format, **parameters)
    return target.getvalue()


def gradient(width: int = 64, height: int = 48) -> Image.Image:
    rows, columns = np.mgrid[0:height, 0:width]
    channels = [columns * 255 // width, rows * 255 // height, (rows + columns) * 255 // (width + height)]
    return Image.fromarray(np.stack(channels, axis=-1).astype(np.uint8))


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def png_of(width: int, height: int, *chunks: bytes) -> bytes:
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + png_chunk(b"IEND", b"")


def fault_of(content: bytes, limits: MediaLimits = LENIENT) -> MediaFault:
    with pytest.raises(UnreadableMediaError) as refused:
        decode_still(content, limits)
    return refused.value.fault


VALID = {
    "jpeg": encode(gradient(), "JPEG", quality=95),
    "progressive jpeg": encode(gradient(), "JPEG", quality=95, progressive=True),
    "png": encode(gradient(), "PNG"),
    "gif": encode(gradient().quantize(256), "GIF"),
    "bmp": encode(gradient(), "BMP"),
    "webp": encode(gradient(), "WEBP", quality=95),
    "tiff": encode(gradient(), "TIFF"),
    "deflated tiff": encode(gradient(), "TIFF", compression="tiff_adobe_deflate"),
    "jpeg 2000": encode(gradient(), "JPEG2000"),
    "palette png": encode(gradient().quantize(256), "PNG"),
    "alpha png": encode(gradient().convert("RGBA"), "PNG"),
    "cmyk jpeg": encode(gradient().convert("CMYK"), "JPEG", quality=95),
}


@pytest.mark.parametrize("name", VALID)
def test_reads_every_supported_type(name: str) -> None:
    pixels = decode_still(VALID[name], LENIENT)
    difference = np.abs(pixels.astype(int) - np.asarray(gradient()).astype(int))
    assert pixels.dtype == np.uint8
    assert difference.mean() < 8


def test_reads_heic_without_registering_it(jpeg: bytes) -> None:
    target = io.BytesIO()
    pillow_heif.from_pillow(gradient()).save(target, quality=95)
    difference = np.abs(decode_still(target.getvalue(), LENIENT).astype(int) - np.asarray(gradient()).astype(int))
    assert difference.mean() < 8
    assert "HEIF" not in Image.OPEN


def test_undoes_the_inversion_of_adobes_cmyk() -> None:
    white = encode(Image.new("CMYK", (64, 48), (0, 0, 0, 0)), "JPEG")
    assert b"Adobe" in white
    assert decode_still(white, LENIENT).min() > 250


def test_keeps_the_upper_byte_of_16_bit_grey() -> None:
    content = encode(Image.fromarray(np.full((48, 64), 0x7FFF, np.uint16)), "PNG")
    assert set(decode_still(content, LENIENT).flat) == {0x7F}


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_turns_upright_as_exif_asks(quadrants: Pixels, image_format: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    pixels = decode_still(encode(Image.fromarray(quadrants), image_format, exif=exif), LENIENT)
    assert pixels.shape == (64, 48, 3)
    assert tuple(pixels[16, 36] > 128) == (True, False, False)


def test_shows_the_first_frame_of_an_animation(grey_steps: list[Pixels]) -> None:
    frames = [Image.fromarray(step) for step in grey_steps]
    for image_format in ("GIF", "WEBP", "PNG"):
        content = encode(frames[0], image_format, save_all=True, append_images=frames[1:])
        assert decode_still(content, LENIENT).mean() == pytest.approx(20, abs=2)


@pytest.mark.parametrize("size", [(5000, 1500), (1500, 5000)])
def test_scales_the_longer_side_down(size: tuple[int, int]) -> None:
    for image_format in ("JPEG", "PNG"):
        pixels = decode_still(encode(gradient(*size), image_format), LENIENT)
        assert max(pixels.shape) == LENIENT.still_side_max
        assert min(pixels.shape[:2]) == round(1500 * LENIENT.still_side_max / 5000)
        assert pixels[..., 0].mean() == pytest.approx(127, abs=3)


def test_does_not_inflate_compressed_text() -> None:
    bomb = zlib.compress(bytes(64 * 1024 * 1024), 9)
    texts = [png_chunk(b"zTXt", b"comment\0\0" + bomb) for _ in range(8)]
    rows = zlib.compress(b"".join(b"\0" + bytes(64 * 3) for _ in range(48)))
    content = png_of(64, 48, *texts, png_chunk(b"IDAT", rows))
    assert decode_still(content, LENIENT).max() == 0


def test_ignores_a_broken_colour_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = encode(gradient(), "JPEG", icc_profile=profile[:100])
    assert decode_still(content, LENIENT).shape == (48, 64, 3)


@pytest.mark.parametrize(
    "content",
    [
        png_of(30_000, 30_000, png_chunk(b"IDAT", zlib.compress(bytes(100)))),
        b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02L\x01\0;",
        VALID["jpeg"].replace(struct.pack(">HH", 48, 64), struct.pack(">HH", 65_000, 65_000)),
        VALID["bmp"][:18] + struct.pack("<ii", 60_000, 60_000) + VALID["bmp"][26:],
    ],
    ids=["png", "gif", "jpeg", "bmp"],
)
def test_refuses_forged_sizes_by_the_header(content: bytes) -> None:
    assert fault_of(content) is MediaFault.TOO_LARGE


def test_allows_a_baseline_jpeg_more_pixels_than_others() -> None:
    limits = MediaLimits(still_bytes_min=1, still_memory=400 * 400 * 5)
    assert decode_still(encode(gradient(400, 400), "JPEG"), limits).shape == (400, 400, 3)
    assert fault_of(encode(gradient(400, 400), "JPEG", progressive=True), limits) is MediaFault.TOO_LARGE
    assert fault_of(encode(gradient(400, 400), "PNG"), limits) is MediaFault.TOO_LARGE


@pytest.mark.parametrize("name", VALID)
def test_refuses_truncated_files(name: str) -> None:
    content = VALID[name]
    assert fault_of(content[: len(content) // 2]) is MediaFault.UNDECODABLE


def test_refuses_a_jpeg_that_lacks_its_last_rows() -> None:
    content = encode(gradient(640, 480), "JPEG")
    assert fault_of(content[:-200]) is MediaFault.UNDECODABLE


def test_refuses_a_png_with_a_wrong_checksum() -> None:
    content = bytearray(VALID["png"])
    content[content.index(b"IDAT") + 10] ^= 0xFF
    assert fault_of(bytes(content)) is MediaFault.UNDECODABLE


@pytest.mark.parametrize("content", [b"<svg/>", b"%PDF-1.4", b"hello", bytes(2000), b"\x1a\x45\xdf\xa3"])
def test_refuses_what_is_no_picture(content: bytes) -> None:
    assert fault_of(content) is MediaFault.UNSUPPORTED_TYPE


def test_refuses_avif_whose_header_cannot_be_trusted() -> None:
    assert fault_of(encode(gradient(), "AVIF")) is MediaFault.UNSUPPORTED_TYPE


def test_refuses_heic_that_is_larger_than_its_header_says() -> None:
    target = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (1024, 1024))).save(target)
    content = bytearray(target.getvalue())
    struct.pack_into(">II", content, content.index(b"ispe") + 8, 64, 48)
    assert fault_of(bytes(content)) is MediaFault.UNDECODABLE


def test_refuses_nothing() -> None:
    assert fault_of(b"") is MediaFault.TOO_SMALL


def test_refuses_files_outside_azures_bounds() -> None:
    small = encode(Image.new("RGB", (64, 48)), "PNG")
    assert len(small) < 1024
    assert fault_of(small, MediaLimits()) is MediaFault.TOO_SMALL
    assert fault_of(VALID["jpeg"] + bytes(6 * 1024 * 1024), MediaLimits()) is MediaFault.TOO_LARGE


@pytest.mark.parametrize("size", [(35, 64), (400, 40)])
def test_refuses_pictures_too_small_or_too_narrow_for_a_face(size: tuple[int, int]) -> None:
    assert fault_of(encode(gradient(*size), "PNG")) is MediaFault.TOO_SMALL


@settings(deadline=None)
@given(st.sampled_from(sorted(VALID)), st.data())
def test_damage_raises_nothing_else(name: str, data: st.DataObject) -> None:
    content = bytearray(VALID[name])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        pixels = decode_still(bytes(content), LENIENT)
    except UnreadableMediaError:
        return
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3


@settings(deadline=None)
@given(st.sampled_from(sorted(VALID)), st.binary(max_size=200))
def test_nonsense_after_a_signature_raises_nothing_else(name: str, tail: bytes) -> None:
    with pytest.raises(UnreadableMediaError):
        decode_still(VALID[name][:12] + tail, LENIENT)
