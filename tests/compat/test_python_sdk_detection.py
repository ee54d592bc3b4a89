"""Azure's Python SDK detects faces in the image of a session that was judged."""

from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from tests.compat.conftest import JUDGED_IN, JudgedSession
from tests.support.python_sdk import CLIENTS, Client

pytestmark = pytest.mark.parametrize(
    "choice", [choice for choice in CLIENTS if choice.api_version == JUDGED_IN], ids=str
)


async def image_of(client: Client, judged: dict[bool, JudgedSession]) -> str:
    session = await client.get_liveness_session_result(judged[False].id)
    image_id: str = session.result.session_image_id
    return image_id


async def detect(client: Client, image_id: str, **asked: Any) -> list[Any]:
    faces: list[Any] = await client.detect_from_session_image(session_image_id=image_id, **asked)
    return faces


async def test_all_that_is_measured_arrives_in_the_models_of_the_sdk(
    client: Client, judged: dict[bool, JudgedSession]
) -> None:
    models = client.sdk.models
    kinds = models.FaceAttributeType
    (face,) = await detect(
        client,
        await image_of(client, judged),
        detection_model=models.FaceDetectionModel.DETECTION03,
        recognition_model=models.FaceRecognitionModel.RECOGNITION04,
        return_face_attributes=[
            kinds.HEAD_POSE,
            kinds.BLUR,
            kinds.EXPOSURE,
            kinds.NOISE,
            kinds.QUALITY_FOR_RECOGNITION,
        ],
        return_face_landmarks=True,
        return_recognition_model=True,
        face_id_time_to_live=60,
    )
    assert face.face_id is None
    assert face.recognition_model == models.FaceRecognitionModel.RECOGNITION04
    assert min(face.face_rectangle.width, face.face_rectangle.height) > 0
    assert face.face_landmarks.pupil_left.x < face.face_landmarks.pupil_right.x
    attributes = face.face_attributes
    assert abs(attributes.head_pose.roll) < 20
    assert attributes.blur.blur_level == models.BlurLevel.LOW
    assert attributes.exposure.exposure_level == models.ExposureLevel.GOOD_EXPOSURE
    assert attributes.noise.noise_level == models.NoiseLevel.LOW
    assert attributes.quality_for_recognition == models.QualityForRecognition.HIGH
    assert (attributes.glasses, attributes.mask, attributes.age) == (None, None, None)


async def test_without_arguments_the_rectangle_arrives(client: Client, judged: dict[bool, JudgedSession]) -> None:
    """Deviation D-30: the SDK sends no default of its own for the face id."""
    (face,) = await detect(client, await image_of(client, judged))
    assert (face.face_id, face.face_landmarks, face.face_attributes) == (None, None, None)
    assert face.face_rectangle.width > 0


async def test_a_face_id_and_an_unknown_image_are_errors_with_a_code(
    client: Client, judged: dict[bool, JudgedSession]
) -> None:
    image_id = await image_of(client, judged)
    for call, kind, code in (
        (detect(client, image_id, return_face_id=True), HttpResponseError, "UnsupportedFeature"),
        (detect(client, "unknown"), ResourceNotFoundError, "SessionImageNotFound"),
    ):
        with pytest.raises(kind) as caught:
            await call
        assert caught.value.error is not None
        assert caught.value.error.code == code
