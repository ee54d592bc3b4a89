"""Decoding of one still picture from memory."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

import numpy as np
from PIL.BmpImagePlugin import BmpImageFile
from PIL.ExifTags import Base as ExifTag
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile
from pillow_heif.as_plugin import HeifImageFile

from livegate.liveness.observation import MediaFault, UnreadableMediaError
from livegate.vision.frame import Pixels
from livegate.vision.jpeg import decode_plain, plain_size
from livegate.vision.limits import MediaLimits
from livegate.vision.media_type import MediaType, detect_media_type
from livegate.vision.orientation import Orientation
from livegate.vision.png import strip_ancillary_chunks
from livegate.vision.rgb import to_rgb

# The decoder is chosen by the detected type and called directly: nothing is registered with Pillow, and no other
# format that Pillow knows can be reached.
_DECODERS: MappingProxyType[MediaType, Callable[[BytesIO], ImageFile]] = MappingProxyType(
    {
        MediaType.JPEG: JpegImageFile,
        MediaType.PNG: PngImageFile,
        MediaType.GIF: GifImageFile,
        MediaType.BMP: BmpImageFile,
        MediaType.WEBP: WebPImageFile,
        MediaType.TIFF: TiffImageFile,
        MediaType.HEIC: HeifImageFile,
        MediaType.JPEG_2000: Jpeg2KImageFile,
    }
)

# Bytes of memory that decoding takes at most for each pixel, measured with pictures of 16 million pixels (JPEG: 40).
JPEG_COST = 4
_COSTS: MappingProxyType[MediaType, int] = MappingProxyType(
    {
        MediaType.JPEG: JPEG_COST,
        MediaType.PNG: 12,
        MediaType.GIF: 10,
        MediaType.BMP: 10,
        MediaType.WEBP: 20,
        MediaType.TIFF: 12,
        MediaType.HEIC: 12,
        MediaType.JPEG_2000: 24,
    }
)
_PROGRESSIVE_JPEG_COST = 12


@dataclass(frozen=True, slots=True)
class Still:
    """A photo's pixels: uint8, height x width x 3, RGB, upright, and how many of the file's stand for one of them."""

    pixels: Pixels
    reduction: float


def decode_still(content: bytes, limits: MediaLimits) -> Pixels:
    """Return a photo's pixels as ``open_still`` does, where their scale does not matter."""
    return open_still(content, limits).pixels


def open_still(content: bytes, limits: MediaLimits) -> Still:
    """Return a photo, scaled down until its longer side is at most ``still_side_max``.

    JPEG, PNG, GIF, BMP, WebP, TIFF, HEIC and JPEG 2000 are read; of several pictures in a file, the first.
    Raises ``UnreadableMediaError`` for everything else, for a damaged or truncated file, and beyond ``limits``.
    """
    if not content:
        raise UnreadableMediaError(MediaFault.TOO_SMALL, "The image is empty.")
    media_type = detect_media_type(content)
    if media_type is None or media_type not in _DECODERS:
        raise UnreadableMediaError(
            MediaFault.UNSUPPORTED_TYPE, "The content is not an image of a supported type (JPEG, PNG, GIF, BMP, WebP)."
        )
    if len(content) < limits.still_bytes_min:
        raise UnreadableMediaError(MediaFault.TOO_SMALL, f"The image is smaller than {limits.still_bytes_min} bytes.")
    return _decode(content, media_type, limits)


def decode_picture(content: bytes, media_type: MediaType, limits: MediaLimits) -> Pixels:
    """Decode as ``decode_still`` does a picture of a known type, however few bytes it has."""
    return _decode(content, media_type, limits).pixels


def _decode(content: bytes, media_type: MediaType, limits: MediaLimits) -> Still:
    if len(content) > limits.still_bytes_max:
        raise UnreadableMediaError(MediaFault.TOO_LARGE, f"The image is larger than {limits.still_bytes_max} bytes.")
    plain = _decode_plain_jpeg(content, limits) if media_type is MediaType.JPEG else None
    if plain is not None:
        return Still(plain, 1.0)
    source = strip_ancillary_chunks(content) if media_type is MediaType.PNG else content
    try:
        with _DECODERS[media_type](BytesIO(source)) as image:
            check_size(image.width, image.height, limits, pixels=_pixel_limit(image, media_type, limits))
            return _load(image, limits.still_side_max)
    except UnreadableMediaError:
        raise
    except Exception as error:  # decoders raise whatever a damaged file makes them trip over
        raise UnreadableMediaError(MediaFault.UNDECODABLE, "The image is damaged and cannot be decoded.") from error


def _decode_plain_jpeg(content: bytes, limits: MediaLimits) -> Pixels | None:
    """Return the pixels of a JPEG that needs nothing but decoding, None for any other one and for a damaged one."""
    size = plain_size(content)
    if size is None or max(size) > limits.still_side_max:
        return None
    check_size(*size, limits, pixels=limits.still_memory // JPEG_COST)
    return decode_plain(content)


def check_size(width: int, height: int, limits: MediaLimits, *, pixels: int) -> None:
    """Raise ``UnreadableMediaError`` when a picture's sides are too short or too unequal, or its area too large."""
    shorter, longer = sorted((width, height))
    if width * height > pixels:
        raise UnreadableMediaError(
            MediaFault.TOO_LARGE, f"A picture of {width} x {height} has more than {pixels} pixels."
        )
    if shorter < limits.side_min:
        raise UnreadableMediaError(
            MediaFault.TOO_SMALL, f"A picture of {width} x {height} is smaller than {limits.side_min} pixels."
        )
    if longer > shorter * limits.aspect_max:
        raise UnreadableMediaError(
            MediaFault.TOO_SMALL, f"A picture of {width} x {height} is too narrow to show a face."
        )


def _pixel_limit(image: ImageFile, media_type: MediaType, limits: MediaLimits) -> int:
    # libjpeg keeps all coefficients of a progressive file, whatever the scale that it decodes to.
    progressive = media_type is MediaType.JPEG and "progressive" in image.info
    return limits.still_memory // (_PROGRESSIVE_JPEG_COST if progressive else _COSTS[media_type])


def _load(image: ImageFile, side_max: int) -> Still:
    longer = max(image.size)
    scale = min(1.0, side_max / longer)
    size = round(image.width * scale), round(image.height * scale)
    if scale < 1.0:
        image.draft(None, size)
    image.load()
    orientation = Orientation.from_exif(image.getexif().get(ExifTag.Orientation))
    return Still(orientation.upright(np.asarray(to_rgb(image, size))), longer / max(size))
