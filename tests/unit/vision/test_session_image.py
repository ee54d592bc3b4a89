import io

import numpy as np
from PIL import Image

from livegate.liveness.observation import FaceRectangle
from livegate.vision.frame import Pixels
from livegate.vision.session_image import encode_session_image

FACE = FaceRectangle(top=72, left=180, width=90, height=104)


def test_a_small_frame_keeps_its_size_its_colours_and_its_rectangle(portrait: Pixels) -> None:
    content, face = encode_session_image(portrait, FACE)
    picture = Image.open(io.BytesIO(content))

    assert (picture.format, picture.size, face) == ("JPEG", (512, 512), FACE)
    assert np.abs(np.asarray(picture).astype(int) - portrait).mean() < 3
    assert not picture.getexif()


def test_a_large_frame_is_scaled_with_its_rectangle() -> None:
    content, face = encode_session_image(np.zeros((1920, 2560, 3), np.uint8), FACE)

    assert Image.open(io.BytesIO(content)).size == (1280, 960)
    assert face == FaceRectangle(top=36, left=90, width=45, height=52)
