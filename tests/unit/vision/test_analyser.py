import cv2
import numpy as np
import pytest

from livegate.liveness.observation import EMBEDDING_LENGTH, FaceObservation, FloatArray, FrameObservation
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.finder import Preference
from livegate.vision.frame import Frame, Pixels
from livegate.vision.recogniser import align


def embedding_of(analyser: FaceAnalyser, pixels: Pixels) -> FloatArray:
    embedding = analyser.observe_reference(pixels).embedding
    assert embedding is not None
    return embedding


def test_landmarks_lie_on_the_eyes_and_the_mouth(portrait_face: FaceObservation) -> None:
    landmarks = portrait_face.landmarks

    assert landmarks.shape == (478, 3)
    assert landmarks[468, :2] == pytest.approx([203, 101], abs=3)  # the iris on the picture's left
    assert landmarks[473, :2] == pytest.approx([246, 104], abs=3)
    assert landmarks[13, :2] == pytest.approx([223, 143], abs=4)  # under the upper lip
    assert landmarks[4, 2] < landmarks[234, 2]  # the nose is nearer than the ear


def test_a_clear_portrait_is_one_frontal_smiling_face(portrait_observation: FrameObservation) -> None:
    face = portrait_observation.face

    assert face is not None
    assert portrait_observation.face_count == 1
    assert face.presence > 0.99
    assert face.visible_share == 1.0
    assert abs(face.pose.yaw) < 25
    assert face.smile > 0.5
    assert face.eye_blink < 0.35
    assert face.blendshapes.shape == (52,)
    rectangle = face.rectangle
    assert (rectangle.left, rectangle.top) == pytest.approx((180, 72), abs=6)
    assert (rectangle.width, rectangle.height) == pytest.approx((91, 105), abs=8)


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_blank_frame_shows_nobody(analyser: FaceAnalyser, value: int) -> None:
    observation = analyser.observe(Frame(1.5, np.full((480, 640, 3), value, np.uint8)), with_texture=True)

    assert (observation.captured_at, observation.width, observation.height) == (1.5, 640, 480)
    assert observation.face_count == 0
    assert (observation.face, observation.texture, observation.embedding) == (None, None, None)


def test_costly_measurements_are_made_only_when_asked_for(analyser: FaceAnalyser, portrait: Pixels) -> None:
    observation = analyser.observe(Frame(0.0, portrait), with_texture=False)

    assert observation.face is not None
    assert (observation.texture, observation.embedding) == (None, None)


def test_the_same_person_matches_when_darker_smaller_and_turned(
    analyser: FaceAnalyser, portrait: Pixels, portrait_observation: FrameObservation
) -> None:
    darker_smaller_turned = cv2.warpAffine(
        (portrait * 0.5).astype(np.uint8), cv2.getRotationMatrix2D((256, 256), 15, 0.6), (512, 512)
    )
    changed = embedding_of(analyser, np.asarray(darker_smaller_turned, np.uint8))
    assert portrait_observation.face is not None
    original, _ = analyser.embed(align(portrait, portrait_observation.face.landmarks))

    assert original.shape == (EMBEDDING_LENGTH,)
    assert np.linalg.norm(original) == pytest.approx(1, abs=0.08)
    assert float(changed @ original) > 0.7


def test_two_faces_side_by_side_are_counted(analyser: FaceAnalyser, portrait: Pixels) -> None:
    both = Frame(0.0, np.hstack([portrait, portrait[:, ::-1]]))

    assert analyser.observe(both, with_texture=False).face_count == 2


def test_a_much_smaller_face_in_the_background_is_not_counted(analyser: FaceAnalyser, portrait: Pixels) -> None:
    scene = np.hstack([portrait, np.full((512, 200, 3), 200, np.uint8)])
    scene[:128, 550:678] = cv2.resize(portrait, (128, 128), interpolation=cv2.INTER_AREA)

    assert analyser.observe_reference(scene).face_count == 1


def test_every_face_of_a_still_is_observed_however_small_beside_the_largest(
    analyser: FaceAnalyser, portrait: Pixels
) -> None:
    scene = np.full((720, 1280, 3), 120, np.uint8)
    for side, left, top in ((700, 0, 0), (300, 700, 0), (200, 1020, 20), (256, 1000, 300)):
        scene[top : top + side, left : left + side] = cv2.resize(portrait, (side, side), interpolation=cv2.INTER_AREA)

    faces = analyser.observe_faces(scene, with_embedding_norms=False)

    assert sorted(seen.face.rectangle.left for seen in faces) == pytest.approx([246, 805, 1090, 1090], abs=8)
    assert sorted(seen.face.rectangle.width for seen in faces) == pytest.approx([36, 46, 54, 124], abs=5)
    assert all(seen.embedding_norm is None for seen in faces)


def test_a_face_of_a_still_is_that_of_a_reference(analyser: FaceAnalyser, portrait: Pixels) -> None:
    reference = analyser.observe_reference(portrait)
    (seen,) = analyser.observe_faces(portrait, with_embedding_norms=True)

    assert reference.face is not None
    assert seen.face.rectangle == reference.face.rectangle
    assert seen.embedding_norm == reference.embedding_norm


def test_a_still_without_a_face_has_no_faces(analyser: FaceAnalyser) -> None:
    assert analyser.observe_faces(np.full((300, 400, 3), 90, np.uint8), with_embedding_norms=True) == ()


def test_the_central_face_can_be_preferred_to_the_prominent_one(analyser: FaceAnalyser, portrait: Pixels) -> None:
    scene = np.full((600, 1100, 3), 120, np.uint8)
    scene[:512, :512] = portrait
    scene[150:450, 420:720] = cv2.resize(portrait, (300, 300), interpolation=cv2.INTER_AREA)

    prominent = analyser.observe_reference(scene).face
    central = analyser.observe_reference(scene, preference=Preference.CENTRAL).face

    assert prominent is not None
    assert central is not None
    assert prominent.rectangle.left < 300
    assert central.rectangle.left > 420
    assert central.rectangle.width < prominent.rectangle.width


def test_a_face_reaching_over_the_edge_is_partly_visible(analyser: FaceAnalyser, portrait: Pixels) -> None:
    face = analyser.observe_reference(np.ascontiguousarray(portrait[:, 200:])).face

    assert face is not None
    assert 0.4 < face.visible_share < 0.95
    assert face.rectangle.left < 0


def test_a_photo_without_a_face_has_no_embedding(analyser: FaceAnalyser) -> None:
    observation = analyser.observe_reference(np.full((300, 400, 3), 90, np.uint8))

    assert (observation.width, observation.height, observation.face_count) == (400, 300, 0)
    assert (observation.face, observation.embedding, observation.embedding_norm) == (None, None, 0.0)


def test_blur_lowers_the_embeddings_norm(analyser: FaceAnalyser, portrait: Pixels) -> None:
    blurred = np.asarray(cv2.GaussianBlur(portrait, (0, 0), 4), np.uint8)

    assert analyser.observe_reference(blurred).embedding_norm < analyser.observe_reference(portrait).embedding_norm
