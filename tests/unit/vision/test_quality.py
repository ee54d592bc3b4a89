from dataclasses import replace

import cv2
import numpy as np
import pytest

from livegate.liveness.observation import FaceObservation, HeadPose
from livegate.vision.frame import Pixels
from livegate.vision.geometry import Box, bounding_box
from livegate.vision.quality import face_quality, pixel_noise, suitability

WHOLE = Box(0, 0, 128, 128)


def grey(value: int) -> Pixels:
    return np.full((128, 128, 3), value, np.uint8)


def test_a_flat_face_has_its_brightness_and_nothing_else() -> None:
    quality = face_quality(grey(100), WHOLE)

    assert quality.brightness == pytest.approx(100)
    assert (quality.contrast, quality.sharpness, quality.noise) == (0, 0, 0)
    assert (quality.shadow_share, quality.highlight_share) == (0, 0)


def test_shadow_and_highlight_are_shares_of_the_face() -> None:
    pixels = grey(128)
    pixels[:32] = 5
    pixels[-64:] = 255

    quality = face_quality(pixels, WHOLE)

    assert (quality.shadow_share, quality.highlight_share) == pytest.approx((0.25, 0.5))


@pytest.mark.parametrize("deviation", [4, 8, 16])
def test_noise_is_measured_in_luma_levels(deviation: int) -> None:
    noise = np.random.default_rng(5).normal(0, deviation, (128, 128, 1))
    pixels = np.repeat(np.clip(128 + noise, 0, 255).astype(np.uint8), 3, axis=2)

    assert face_quality(pixels, WHOLE).noise == pytest.approx(deviation, rel=0.1)


@pytest.mark.parametrize("side", [40, 128, 400])
def test_pixel_noise_is_that_of_the_picture_however_small_the_face(side: int) -> None:
    noise = np.random.default_rng(5).normal(0, 10, (440, 440, 1))
    pixels = np.repeat(np.clip(128 + noise, 0, 255).astype(np.uint8), 3, axis=2)

    assert pixel_noise(pixels, Box(20.4, 20, 20 + side, 20.7 + side)) == pytest.approx(10, rel=0.1)


@pytest.mark.parametrize("box", [Box(-50, -50, 60, 60), Box(100, 100, 200, 200), Box(-300, -300, -200, -200)])
def test_pixel_noise_is_measured_on_what_lies_inside_the_picture(box: Box) -> None:
    assert pixel_noise(grey(100), box) == 0


def test_edges_are_sharpness_and_not_noise(portrait: Pixels, portrait_face: FaceObservation) -> None:
    box = bounding_box(portrait_face.landmarks)
    blurred = np.asarray(cv2.GaussianBlur(portrait, (0, 0), 3), np.uint8)

    assert portrait_face.quality.noise < 1.5
    assert portrait_face.quality.sharpness > 5 * face_quality(blurred, box).sharpness


def test_quality_is_that_of_the_face_and_not_of_the_frame() -> None:
    pixels = np.full((400, 600, 3), 250, np.uint8)
    pixels[100:228, 200:328] = 80

    assert face_quality(pixels, Box(200, 100, 328, 228)).brightness == pytest.approx(80)


def test_a_frontal_sharp_open_eyed_face_in_view_is_the_most_suitable(portrait_face: FaceObservation) -> None:
    turned = replace(portrait_face, pose=HeadPose(yaw=40, pitch=0, roll=0))
    blinking = replace(portrait_face, eye_blink=0.9)
    cut_off = replace(portrait_face, visible_share=0.6)
    blurred = replace(portrait_face, quality=replace(portrait_face.quality, sharpness=10))

    best = suitability(portrait_face)

    assert 0 < best < 1
    assert all(suitability(worse) < best for worse in (turned, blinking, cut_off, blurred))
