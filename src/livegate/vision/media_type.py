"""Media types told from the leading bytes; file names and declared types are never trusted."""

from enum import StrEnum


class MediaType(StrEnum):
    """Types that can be decoded; everything else is refused."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    GIF = "image/gif"
    BMP = "image/bmp"
    WEBP = "image/webp"
    TIFF = "image/tiff"
    HEIC = "image/heic"
    JPEG_2000 = "image/jp2"
    MP4 = "video/mp4"
    MATROSKA = "video/x-matroska"
    MPEG = "video/mpeg"

    @property
    def is_video(self) -> bool:
        """Whether it holds frames with times; animated pictures are stills: only their first frame is used."""
        return self.value.startswith("video/")


_SIGNATURES = (
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"GIF87a", MediaType.GIF),
    (b"GIF89a", MediaType.GIF),
    (b"BM", MediaType.BMP),
    (b"II*\x00", MediaType.TIFF),
    (b"MM\x00*", MediaType.TIFF),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", MediaType.JPEG_2000),
    (b"\xff\x4f\xff\x51", MediaType.JPEG_2000),
    (b"\x1a\x45\xdf\xa3", MediaType.MATROSKA),
    (b"\x00\x00\x01\xba", MediaType.MPEG),
)

# Brands of ISO/IEC 23008-12 (HEIF); every other brand of ISO/IEC 14496-12 is a film's. AVIF is left out: its decoder
# takes the size from the coded picture, whatever the header claims, so that 1 kB can cost any amount of memory.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_PICTURE_BRANDS = frozenset({b"mif1", b"msf1", b"avif", b"avis"})

# First boxes of QuickTime films that are older than the file type box.
_QUICKTIME_BOXES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})

_LONGEST_BRAND_LIST = 64


def detect_media_type(content: bytes) -> MediaType | None:
    """Return the type that the first bytes announce, or None when it is none of ``MediaType``.

    MP4 stands for the whole ISO base media family (MP4, QuickTime, 3GP), MATROSKA for WebM too, MPEG for a program
    stream of MPEG-1.
    """
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return MediaType.WEBP
    if content[4:8] == b"ftyp":
        return _media_type_of_brands(content)
    return MediaType.MP4 if content[4:8] in _QUICKTIME_BOXES else None


def _media_type_of_brands(content: bytes) -> MediaType | None:
    size = min(int.from_bytes(content[:4]), len(content), 16 + 4 * _LONGEST_BRAND_LIST)
    major = content[8:12]
    brands = {major, *(content[start : start + 4] for start in range(16, size - 3, 4))}
    if major in _HEIC_BRANDS | _PICTURE_BRANDS:
        return MediaType.HEIC if brands & _HEIC_BRANDS else None
    return MediaType.MP4
