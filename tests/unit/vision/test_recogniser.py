import cv2
import numpy as np
import pytest

from livegate.liveness.identity import cosine_similarity
from livegate.liveness.observation import EMBEDDING_LENGTH, FaceObservation
from livegate.vision.frame import Pixels
from livegate.vision.networks import Networks
from livegate.vision.recogniser import (
    FIRST_SHARE,
    NORM_LIMITS,
    TEMPLATE,
    TYPICAL_NORM,
    FaceRecogniser,
    align,
    clarity_weight,
)


@pytest.fixture(scope="module")
def recogniser(networks: Networks) -> FaceRecogniser:
    return FaceRecogniser(networks.recognition, networks.second_recognition)


@pytest.fixture(scope="module")
def aligned(portrait: Pixels, portrait_face: FaceObservation) -> Pixels:
    return align(portrait, portrait_face.landmarks)


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


def test_an_embedding_has_the_length_of_its_clarity_and_reports_the_first_networks_length_before(
    recogniser: FaceRecogniser, aligned: Pixels
) -> None:
    embedding, norm = recogniser.embed(aligned)

    assert embedding.shape == (EMBEDDING_LENGTH,)
    assert embedding.dtype == np.float32
    assert np.linalg.norm(embedding) == pytest.approx(clarity_weight(norm), abs=1e-5)
    assert norm > 2.5


def test_each_network_has_its_share_of_the_score(recogniser: FaceRecogniser, aligned: Pixels) -> None:
    embedding, norm = recogniser.embed(aligned)
    unit = embedding / clarity_weight(norm)

    assert float(unit[:512] @ unit[:512]) == pytest.approx(FIRST_SHARE, abs=1e-5)
    assert float(unit[512:] @ unit[512:]) == pytest.approx(1 - FIRST_SHARE, abs=1e-5)


def test_an_unclear_face_has_a_longer_embedding_than_a_clear_one(recogniser: FaceRecogniser, aligned: Pixels) -> None:
    blurred = np.asarray(cv2.GaussianBlur(aligned, (0, 0), 3), np.uint8)

    clear_length, blurred_length = (np.linalg.norm(recogniser.embed(picture)[0]) for picture in (aligned, blurred))

    assert blurred_length > clear_length + 0.01


def test_the_weight_of_clarity_is_one_for_a_typical_face_and_bounded_for_all_others() -> None:
    smallest, largest = NORM_LIMITS

    assert clarity_weight(TYPICAL_NORM) == 1
    assert clarity_weight(0) == clarity_weight(smallest) == pytest.approx(1.036, abs=0.001)
    assert clarity_weight(99) == clarity_weight(largest) == pytest.approx(0.976, abs=0.001)


def test_the_same_face_has_the_same_embedding_again(networks: Networks, aligned: Pixels) -> None:
    first, second = (FaceRecogniser(networks.recognition, networks.second_recognition) for _ in range(2))

    assert np.array_equal(first.embed(aligned)[0], second.embed(aligned)[0])


def test_a_mirrored_face_has_the_same_embedding_when_both_views_count(
    recogniser: FaceRecogniser, aligned: Pixels
) -> None:
    mirrored = np.ascontiguousarray(aligned[:, ::-1])

    both, _ = recogniser.embed(aligned, with_mirror=True)

    assert both == pytest.approx(recogniser.embed(mirrored, with_mirror=True)[0], abs=1e-5)
    assert cosine_similarity(both[:512], recogniser.embed(aligned)[0][:512]) < 0.9999


def test_both_networks_take_other_light_and_size_for_the_same_person_and_noise_for_another(
    recogniser: FaceRecogniser, aligned: Pixels
) -> None:
    smaller = cv2.resize(aligned[::2, ::2], aligned.shape[:2], interpolation=cv2.INTER_LINEAR)
    changed = np.asarray(smaller * 0.7, np.uint8)
    noise = np.random.default_rng(1).integers(0, 256, aligned.shape, np.uint8)

    portrait, altered, other = (recogniser.embed(picture)[0] for picture in (aligned, changed, noise))

    for values, share in ((slice(0, 512), FIRST_SHARE), (slice(512, None), 1 - FIRST_SHARE)):
        assert float(portrait[values] @ altered[values]) > 0.7 * share
        assert float(portrait[values] @ other[values]) < 0.4 * share


def test_red_and_blue_are_not_swapped(recogniser: FaceRecogniser, aligned: Pixels) -> None:
    # Skin of the wrong colour is less of a face to the network: its embedding is shorter.
    swapped = np.ascontiguousarray(aligned[..., ::-1])

    assert recogniser.embed(aligned)[1] > recogniser.embed(swapped)[1]


def test_the_second_network_sees_red_green_and_blue_as_they_are(
    recogniser: FaceRecogniser, networks: Networks, aligned: Pixels
) -> None:
    (seen,) = networks.second_recognition.run(aligned.transpose(2, 0, 1)[np.newaxis].astype(np.float32))

    assert cosine_similarity(recogniser.embed(aligned)[0][512:], seen) == pytest.approx(1, abs=1e-5)
