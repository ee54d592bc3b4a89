import numpy as np
import pytest
from PIL import Image

from livegate.vision.rgb import to_rgb


def pixel(image: Image.Image) -> tuple[int, ...]:
    return tuple(int(level) for level in np.asarray(to_rgb(image, image.size))[0, 0])


def test_scales_16_bit_grey_instead_of_clipping_it() -> None:
    assert pixel(Image.fromarray(np.full((4, 4), 0x8000, np.uint16))) == (128, 128, 128)
    assert pixel(Image.fromarray(np.full((4, 4), 0x00FF, np.int32))) == (0, 0, 0)


def test_lays_transparency_over_white() -> None:
    assert pixel(Image.new("RGBA", (4, 4), (0, 0, 0, 0))) == (255, 255, 255)
    assert pixel(Image.new("LA", (4, 4), (0, 255))) == (0, 0, 0)


def test_converts_palettes_with_a_transparent_colour() -> None:
    image = Image.new("P", (4, 4), 1)
    image.putpalette([10, 20, 30, 40, 50, 60])
    assert pixel(image) == (40, 50, 60)
    image.info["transparency"] = 1
    assert pixel(image) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "CMYK", "P", "RGBA", "I;16"])
def test_scales_every_layout_down(mode: str) -> None:
    scaled = to_rgb(Image.new(mode, (40, 20)), (10, 5))
    assert (scaled.mode, scaled.size) == ("RGB", (10, 5))


def test_refuses_floating_point() -> None:
    with pytest.raises(ValueError, match="range"):
        to_rgb(Image.new("F", (4, 4)), (4, 4))
