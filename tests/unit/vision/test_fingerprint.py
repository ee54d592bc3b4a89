import numpy as np

from livegate.vision.fingerprint import fingerprint
from livegate.vision.frame import Pixels


def test_equal_frames_have_equal_fingerprints(portrait: Pixels) -> None:
    assert fingerprint(portrait) == fingerprint(portrait.copy())
    assert len(fingerprint(portrait)) == 16


def test_a_camera_s_noise_makes_another_fingerprint(portrait: Pixels) -> None:
    noise = np.random.default_rng(2).normal(0, 2, portrait.shape)

    assert fingerprint(np.clip(portrait + noise, 0, 255).astype(np.uint8)) != fingerprint(portrait)


def test_takes_a_frame_of_one_pixel() -> None:
    assert len(fingerprint(np.zeros((1, 1, 3), np.uint8))) == 16
