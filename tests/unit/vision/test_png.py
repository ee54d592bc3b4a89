import io
import zlib

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from livegate.vision.frame import Pixels
from livegate.vision.png import strip_ancillary_chunks


def test_keeps_the_pixels_and_drops_the_text(quadrants: Pixels) -> None:
    text = PngInfo()
    text.add_text("comment", "x" * 1000, zip=True)
    target = io.BytesIO()
    Image.fromarray(quadrants).save(target, format="PNG", pnginfo=text, icc_profile=zlib.compress(bytes(500)))
    stripped = strip_ancillary_chunks(target.getvalue())
    assert b"zTXt" in target.getvalue()
    assert b"zTXt" not in stripped
    assert b"iCCP" not in stripped
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(stripped))), quadrants)


def test_keeps_a_chunk_that_the_end_of_the_file_cuts_off(quadrants: Pixels) -> None:
    target = io.BytesIO()
    Image.fromarray(quadrants).save(target, format="PNG")
    cut = target.getvalue()[:-30]
    assert strip_ancillary_chunks(cut) == cut


def test_drops_what_follows_the_end(quadrants: Pixels) -> None:
    target = io.BytesIO()
    Image.fromarray(quadrants).save(target, format="PNG")
    assert strip_ancillary_chunks(target.getvalue() + b"PK\x03\x04 another file") == target.getvalue()
