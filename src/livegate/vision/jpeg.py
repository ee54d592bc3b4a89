"""The JPEG pictures that cameras and browsers stream, decoded straight to RGB.

Pillow takes two and a half times as long for the same pixels: it copies them twice on the way.
"""

from collections.abc import Iterator

import simplejpeg  # type: ignore[import-untyped]  # its types are not marked as such

from livegate.vision.frame import Pixels

# ITU-T T.81, table B.1.
_BASELINE = 0xC0
_EXIF_OR_XMP = 0xE1
_OTHER_FRAMES = frozenset(range(0xC1, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN = 0xDA

_MOST_SEGMENTS = 64
_GREY, _COLOUR = b"\1", b"\3"


def plain_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a baseline JPEG in grey or three colours that is stored upright.

    None for every other one, for what may hold an orientation (Exif, XMP), and where the header is damaged: these are
    for a decoder that knows them all. No pixel is decoded.
    """
    size = None
    for marker, segment in _segments(content):
        if marker == _SCAN:
            return size
        if marker in _OTHER_FRAMES or marker == _EXIF_OR_XMP:
            return None
        if marker == _BASELINE:
            # Precision, height, width and the number of components (T.81, B.2.2).
            if segment[5:6] not in {_GREY, _COLOUR}:
                return None
            size = int.from_bytes(segment[3:5]), int.from_bytes(segment[1:3])
    return None


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the header's segments: markers and what follows their lengths (T.81, B.1.1.4); the first 64 at most."""
    place = 2
    for _ in range(_MOST_SEGMENTS):
        if content[place : place + 1] != b"\xff" or len(content) < place + 4:
            return
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4])
        yield content[place + 1], content[place + 4 : end]
        place = end


def decode_plain(content: bytes) -> Pixels | None:
    """Return the pixels of a JPEG that has a ``plain_size``; None where its pixels are damaged or cut off."""
    try:
        pixels: Pixels = simplejpeg.decode_jpeg(content, "RGB")
    except ValueError:
        return None
    return pixels
