"""Conversion of every pixel layout that a still picture comes in to 8-bit RGB."""

import numpy as np
from PIL import Image

_WHITE = (255, 255, 255, 255)
_SIXTEEN_BIT_MODES = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N"})


def to_rgb(image: Image.Image) -> Image.Image:
    """Return the loaded ``image`` in mode RGB: 16-bit grey scaled, not clipped; transparency laid over white.

    Raises ``ValueError`` for floating-point pixels, which have no agreed range.
    """
    if image.mode == "F":
        raise ValueError("floating-point pixels have no agreed range")
    if image.mode in _SIXTEEN_BIT_MODES:
        levels = np.asarray(image, dtype=np.int32).clip(0, 65535)
        return Image.fromarray((levels >> 8).astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, _WHITE), layered).convert("RGB")
    return image.convert("RGB")
