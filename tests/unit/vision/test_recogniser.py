import numpy as np
import pytest

from livegate.liveness.observation import FaceObservation
from livegate.vision.frame import Pixels
from livegate.vision.networks import Networks
from livegate.vision.recogniser import TEMPLATE, FaceRecogniser, align


@pytest.fixture(scope="module")
def recogniser(networks: Networks) -> FaceRecogniser:
    return FaceRecogniser(networks.recognition)


def test_aligning_brings_eyes_nose_and_mouth_to_the_template() -> None:
    # A face three times the template's size, with a differently coloured spot at each point.
    pixels = np.zeros((360, 360, 3), np.uint8)
    landmarks = np.zeros((478, 3), np.float32)
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255)]
    for (x, y), colour, indices in zip(TEMPLATE * 3, colours, ([33, 133], [362, 263], [1], [61], [291]), strict=True):
        pixels[round(y) - 6 : round(y) + 6, round(x) - 6 : round(x) + 6] = colour
        landmarks[indices, :2] = (x, y)

    aligned = align(pixels, landmarks)

    assert aligned.shape == (112, 112, 3)
    for (x, y), colour in zip(TEMPLATE, colours, strict=True):
        assert np.abs(aligned[int(y), int(x)].astype(int) - colour).max() < 20


def test_a_face_and_its_mirror_image_have_the_same_embedding(
    recogniser: FaceRecogniser, portrait: Pixels, portrait_face: FaceObservation
) -> None:
    aligned = align(portrait, portrait_face.landmarks)

    embedding, norm = recogniser.embed(aligned)
    mirrored, _ = recogniser.embed(np.ascontiguousarray(aligned[:, ::-1]))

    assert float(embedding @ mirrored) == pytest.approx(1, abs=1e-4)
    assert np.linalg.norm(embedding) == pytest.approx(1, abs=1e-5)
    assert norm > 2.5


def test_red_and_blue_are_not_swapped(
    recogniser: FaceRecogniser, portrait: Pixels, portrait_face: FaceObservation
) -> None:
    # Skin of the wrong colour is less of a face to the network: its embedding is shorter.
    aligned = align(portrait, portrait_face.landmarks)
    swapped = np.ascontiguousarray(aligned[..., ::-1])

    assert recogniser.embed(aligned)[1] > recogniser.embed(swapped)[1]
