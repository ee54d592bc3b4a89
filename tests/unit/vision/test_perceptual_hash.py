import io
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image

from livegate.liveness.observation import DOUBTFUL_BITS, HASH_BITS, PerceptualHash
from livegate.liveness.recurrence import KEY_DISTANCE, look_alikes
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.frame import Frame, Pixels
from livegate.vision.perceptual_hash import perceptual_hash
from tests.unit.vision.conftest import encode_still


def hash_of(analyser: FaceAnalyser, pixels: Pixels) -> PerceptualHash:
    found = analyser.observe(Frame(0.0, pixels), with_texture=False).perceptual_hash
    assert found is not None
    return found


def encoded_anew(pixels: Pixels) -> Pixels:
    with Image.open(io.BytesIO(encode_still(pixels, "JPEG", quality=60))) as picture:
        return np.array(picture.convert("RGB"))


def scaled(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.resize(pixels, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def cropped(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(pixels[5:-5, 5:-5])


@pytest.mark.parametrize("change", [encoded_anew, scaled, cropped])
def test_a_copy_is_known_by_the_spellings_that_are_looked_for(
    analyser: FaceAnalyser, portrait: Pixels, change: Callable[[Pixels], Pixels]
) -> None:
    kept = hash_of(analyser, portrait)
    assert kept.bits in look_alikes(hash_of(analyser, change(portrait)))


def test_a_mirrored_face_is_another_frame(analyser: FaceAnalyser, portrait: Pixels) -> None:
    mirrored = np.ascontiguousarray(portrait[:, ::-1])
    apart = hash_of(analyser, portrait).bits ^ hash_of(analyser, mirrored).bits
    assert apart.bit_count() > KEY_DISTANCE


def test_the_light_alone_changes_nothing(portrait: Pixels) -> None:
    face = cv2.resize(portrait, (112, 112), interpolation=cv2.INTER_AREA)
    darker = (face * 0.8).astype(np.uint8)
    assert perceptual_hash(np.asarray(face)).bits in look_alikes(perceptual_hash(darker))


def test_a_hash_has_64_bits_and_names_the_doubtful_ones() -> None:
    found = perceptual_hash(np.random.default_rng(1).integers(0, 256, (112, 112, 3), dtype=np.uint8))
    assert 0 <= found.bits < 2**HASH_BITS
    assert len(set(found.doubtful)) == DOUBTFUL_BITS
    assert set(found.doubtful) <= set(range(HASH_BITS))


def test_a_frame_without_a_face_has_none(analyser: FaceAnalyser) -> None:
    empty = np.full((120, 160, 3), 90, np.uint8)
    assert analyser.observe(Frame(0.0, empty), with_texture=False).perceptual_hash is None
