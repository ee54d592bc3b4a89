"""The request that detects faces in a session image: its query and its body, and what they must satisfy.

Source: ``DetectFromSessionImageId`` of the OpenAPI files of v1.2-preview.1 to v1.3-preview.1.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from livegate.contract import error_catalogue as catalogue
from livegate.contract.enums import DetectionModel, FaceAttributeType, RecognitionModel
from livegate.contract.errors import ErrorEntry, ServiceError
from livegate.contract.fields import BOOLEAN_WORDS, Choice, Fields, find_choice, shown

MEASURED_ATTRIBUTES = (
    FaceAttributeType.HEAD_POSE,
    FaceAttributeType.BLUR,
    FaceAttributeType.EXPOSURE,
    FaceAttributeType.NOISE,
    FaceAttributeType.QUALITY_FOR_RECOGNITION,
)
"""The others of Azure's words are refused (deviation D-31)."""

TIME_TO_LIVE_RANGE = range(60, 86400 + 1)

_TIME_TO_LIVE = re.compile(r"[0-9]{1,5}")
_MEASURED = f"Measured are {', '.join(MEASURED_ATTRIBUTES)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectFromSessionImage:
    """What the app backend wants to know of every face in a session image, checked."""

    session_image_id: str
    attributes: frozenset[FaceAttributeType]
    recognition_model: RecognitionModel
    landmarks_returned: bool
    recognition_model_returned: bool


def parse_detect_from_session_image(
    query: Iterable[tuple[str, str]], fields: Mapping[str, object]
) -> DetectFromSessionImage:
    """Return the request. ``query``: the parameters in order, a list as one text with commas or as several texts.

    Raises ``ServiceError``: 400 for the first that does not hold, 403 where a face id is asked for.
    """
    pairs = tuple(query)
    known = Fields(dict(pairs))
    detection_model = _choice(DetectionModel, known, "detectionModel", catalogue.INVALID_DETECTION_MODEL)
    recognition_model = _choice(RecognitionModel, known, "recognitionModel", catalogue.INVALID_RECOGNITION_MODEL)
    asked = DetectFromSessionImage(
        session_image_id=_session_image_id(Fields(fields)),
        attributes=_attributes(pairs),
        recognition_model=recognition_model or RecognitionModel.RECOGNITION_01,
        landmarks_returned=_boolean(known, "returnFaceLandmarks", catalogue.INVALID_RETURN_FACE_LANDMARKS),
        recognition_model_returned=_boolean(
            known, "returnRecognitionModel", catalogue.INVALID_RETURN_RECOGNITION_MODEL
        ),
    )
    _check_detection_02(asked, detection_model)
    _check_face_id(known)
    return asked


def _session_image_id(fields: Fields) -> str:
    image_id = fields.text("sessionImageId")
    if image_id:
        return image_id
    if fields.value("url") is not None:
        raise ServiceError(
            catalogue.INVALID_REQUEST_BODY, "Faces are detected in session images only: send sessionImageId, not url."
        )
    raise ServiceError(catalogue.INVALID_REQUEST_BODY, "sessionImageId is missing.")


def _attributes(query: tuple[tuple[str, str], ...]) -> frozenset[FaceAttributeType]:
    listed = ",".join(text for name, text in query if name.lower() == "returnfaceattributes")
    return frozenset(_attribute(word.strip()) for word in listed.split(",") if word.strip())


def _attribute(word: str) -> FaceAttributeType:
    attribute = find_choice(FaceAttributeType, word)
    if attribute is None:
        raise ServiceError(catalogue.INVALID_FACE_ATTRIBUTES, f"{shown(word)} is no face attribute. {_MEASURED}")
    if attribute not in MEASURED_ATTRIBUTES:
        raise ServiceError(catalogue.INVALID_FACE_ATTRIBUTES, f"livegate does not measure {attribute}. {_MEASURED}")
    return attribute


def _check_detection_02(asked: DetectFromSessionImage, model: DetectionModel | None) -> None:
    if model is not DetectionModel.DETECTION_02:
        return
    if asked.attributes:
        raise ServiceError(catalogue.FACE_ATTRIBUTES_NOT_SUPPORTED)
    if asked.landmarks_returned:
        raise ServiceError(catalogue.FACE_LANDMARKS_NOT_SUPPORTED)


def _check_face_id(query: Fields) -> None:
    seconds = query.text("faceIdTimeToLive")
    if seconds is not None and not (_TIME_TO_LIVE.fullmatch(seconds) and int(seconds) in TIME_TO_LIVE_RANGE):
        raise ServiceError(
            catalogue.INVALID_FACE_ID_TIME_TO_LIVE, f"It must be 60 to 86400 seconds. You sent {shown(seconds)}."
        )
    if _boolean(query, "returnFaceId", catalogue.INVALID_RETURN_FACE_ID):
        raise ServiceError(catalogue.UNSUPPORTED_FEATURE, "livegate makes no face ids: leave returnFaceId out.")


def _choice(choices: type[Choice], query: Fields, name: str, refusal: ErrorEntry) -> Choice | None:
    word = query.text(name)
    choice = find_choice(choices, word)
    if word is not None and choice is None:
        raise ServiceError(refusal, f"It must be one of {', '.join(choices)}. You sent {shown(word)}.")
    return choice


def _boolean(query: Fields, name: str, refusal: ErrorEntry) -> bool:
    word = query.text(name)
    if word is None:
        return False
    if word.lower() not in BOOLEAN_WORDS:
        raise ServiceError(refusal, f"It must be true or false. You sent {shown(word)}.")
    return BOOLEAN_WORDS[word.lower()]
