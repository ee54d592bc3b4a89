"""Conversion of every pixel layout that a still picture comes in to 8-bit RGB."""

import numpy as np
from PIL import Image

from livegate.vision.frame import Pixels

_WHITE = (255, 255, 255, 255)
_SIXTEEN_BITS = 0xFFFF
_SCALABLE_MODES = frozenset({"L", "RGB", "CMYK", "YCbCr"})
_SIXTEEN_BIT_MODES = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N"})


def to_rgb(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the loaded ``image`` in mode RGB, scaled down to ``size`` (width, height).

    16-bit grey is scaled, not clipped; transparency is laid over white. Raises ``ValueError`` for floating-point
    pixels, which have no agreed range.
    """
    if image.mode == "F":
        raise ValueError("floating-point pixels have no agreed range")
    if image.mode in _SIXTEEN_BIT_MODES:
        return _scaled(Image.fromarray(_high_bytes(image)), size).convert("RGB")
    if image.has_transparency_data:
        layered = _scaled(image if image.mode == "RGBA" else image.convert("RGBA"), size)
        return Image.alpha_composite(Image.new("RGBA", size, _WHITE), layered).convert("RGB")
    return _scaled(image if image.mode in _SCALABLE_MODES else image.convert("RGB"), size).convert("RGB")


def _scaled(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.BOX)


def _high_bytes(image: Image.Image) -> Pixels:
    return (np.asarray(image).clip(0, _SIXTEEN_BITS) >> 8).astype(np.uint8)
