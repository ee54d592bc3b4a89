"""How much media one upload may hold, so that no upload costs more than its share of memory and time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MediaLimits:
    """Bounds that are checked before pixels are allocated; more is refused with ``UnreadableMediaError``.

    Stills: ``still_bytes_min`` and ``still_bytes_max`` are Azure's bounds of a verify image (1 KB to 6 MB, its error
    ``InvalidImageSize``). ``still_memory`` bounds the bytes that decoding one may take: that is 39 million pixels of
    a baseline JPEG, 13 of a progressive one, of HEIC or of PNG, and 7 of WebP. What is decoded is scaled so that
    its longer side is at most ``still_side_max``; the shorter side must hold ``side_min`` pixels, the smallest face
    that Azure detects, and ``aspect_max`` is the longer side over the shorter one.

    Captures: ``capture_bytes`` bounds a video, or all pictures of a sequence together. ``capture_seconds`` and
    ``capture_frames`` bound what it holds, ``frame_pixels`` one frame of it, ``capture_pixels`` all frames together
    (they must all be decoded, looked at or not). ``sequence_pictures`` bounds a sequence of JPEG pictures.
    """

    still_bytes_min: int = 1024
    still_bytes_max: int = 6 * 1024 * 1024
    still_memory: int = 150 * 1024 * 1024
    still_side_max: int = 2048
    side_min: int = 36
    aspect_max: float = 8.0
    capture_bytes: int = 50 * 1024 * 1024
    capture_seconds: float = 30.0
    capture_frames: int = 1000
    frame_pixels: int = 4_000_000
    capture_pixels: int = 2_000_000_000
    sequence_pictures: int = 300
