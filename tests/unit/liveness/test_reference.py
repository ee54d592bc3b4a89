from dataclasses import replace

import numpy as np
import pytest

from livegate.liveness.observation import FaceObservation, HeadPose, ReferenceObservation
from livegate.liveness.reference import SMALLEST_FACE, recognition_quality, reference_refusal
from livegate.liveness.verdict import RecognitionQuality
from tests.support.observations import good_face

GOOD_NORM = 3.7


def photo(face: FaceObservation | None, *, face_count: int = 1) -> ReferenceObservation:
    embedding = None if face is None else np.eye(512, dtype=np.float32)[0]
    return ReferenceObservation(640, 480, face_count, face=face, embedding=embedding, embedding_norm=GOOD_NORM)


def changed(**quality: float) -> FaceObservation:
    face = good_face()
    return replace(face, quality=replace(face.quality, **quality))


def test_takes_a_photo_with_one_face() -> None:
    assert reference_refusal(photo(good_face(width=SMALLEST_FACE))) is None


@pytest.mark.parametrize(
    ("observation", "code"),
    [
        (photo(None, face_count=0), "FaceNotFound"),
        (photo(good_face(width=SMALLEST_FACE - 1)), "FaceNotFound"),
        (photo(good_face(), face_count=2), "MultipleFaceFound"),
    ],
)
def test_refuses_a_photo_without_exactly_one_usable_face(observation: ReferenceObservation, code: str) -> None:
    refusal = reference_refusal(observation)
    assert refusal is not None
    assert refusal.code == code


def test_a_good_photo_is_of_high_quality() -> None:
    assert recognition_quality(good_face(), GOOD_NORM) is RecognitionQuality.HIGH


@pytest.mark.parametrize(
    ("face", "norm", "quality"),
    [
        (good_face(width=60), GOOD_NORM, RecognitionQuality.MEDIUM),
        (good_face(width=40), GOOD_NORM, RecognitionQuality.LOW),
        (replace(good_face(), pose=HeadPose(yaw=-30, pitch=0, roll=0)), GOOD_NORM, RecognitionQuality.MEDIUM),
        (replace(good_face(), pose=HeadPose(yaw=0, pitch=50, roll=0)), GOOD_NORM, RecognitionQuality.LOW),
        (replace(good_face(), pose=HeadPose(yaw=0, pitch=0, roll=60)), GOOD_NORM, RecognitionQuality.HIGH),
        (changed(brightness=40), GOOD_NORM, RecognitionQuality.MEDIUM),
        (changed(brightness=6), GOOD_NORM, RecognitionQuality.LOW),
        (changed(brightness=235), GOOD_NORM, RecognitionQuality.LOW),
        (changed(highlight_share=0.3), GOOD_NORM, RecognitionQuality.MEDIUM),
        (changed(highlight_share=0.6), GOOD_NORM, RecognitionQuality.LOW),
        (changed(sharpness=20), GOOD_NORM, RecognitionQuality.MEDIUM),
        (changed(sharpness=3), GOOD_NORM, RecognitionQuality.LOW),
        (good_face(), 2.7, RecognitionQuality.MEDIUM),
        (good_face(), 1.7, RecognitionQuality.LOW),
    ],
)
def test_quality_falls_with_size_pose_light_sharpness_and_norm(
    face: FaceObservation, norm: float, quality: RecognitionQuality
) -> None:
    assert recognition_quality(face, norm) is quality
