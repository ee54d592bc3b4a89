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


def test_an_embedding_has_unit_length_and_reports_its_length_before(
    recogniser: FaceRecogniser, portrait: Pixels, portrait_face: FaceObservation
) -> None:
    embedding, norm = recogniser.embed(align(portrait, portrait_face.landmarks))

    assert np.linalg.norm(embedding) == pytest.approx(1, abs=1e-5)
    assert norm > 2.5


def test_the_mean_over_views_does_not_depend_on_their_order(
    recogniser: FaceRecogniser, portrait: Pixels, portrait_face: FaceObservation
) -> None:
    aligned = align(portrait, portrait_face.landmarks)
    mirrored = np.ascontiguousarray(aligned[:, ::-1])

    both, _ = recogniser.embed(aligned, mirrored)

    assert both == pytest.approx(recogniser.embed(mirrored, aligned)[0], abs=1e-5)
    assert float(both @ recogniser.embed(aligned)[0]) < 0.9999


def test_red_and_blue_are_not_swapped(
    recogniser: FaceRecogniser, portrait: Pixels, portrait_face: FaceObservation
) -> None:
    # Skin of the wrong colour is less of a face to the network: its embedding is shorter.
    aligned = align(portrait, portrait_face.landmarks)
    swapped = np.ascontiguousarray(aligned[..., ::-1])

    assert recogniser.embed(aligned)[1] > recogniser.embed(swapped)[1]
