from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.contract import error_catalogue as catalogue
from livegate.contract.detection_requests import (
    MEASURED_ATTRIBUTES,
    DetectFromSessionImage,
    parse_detect_from_session_image,
)
from livegate.contract.enums import FaceAttributeType, RecognitionModel
from livegate.contract.errors import ErrorEntry, ServiceError

BODY = {"sessionImageId": "image-1"}
WORDS = [
    "",
    "true",
    "no",
    "headPose",
    "blur,NOISE",
    "glasses",
    "detection_02",
    "recognition_04",
    "60",
    "٣",
    "\0",
    "\ud800",
]
NAMES = [
    "detectionModel",
    "recognitionModel",
    "returnFaceId",
    "returnFaceAttributes",
    "RETURNFACELANDMARKS",
    "returnRecognitionModel",
    "faceIdTimeToLive",
    "_overload",
]


def parsed(**query: str) -> DetectFromSessionImage:
    return parse_detect_from_session_image(query.items(), BODY)


def refusal(**query: str) -> ServiceError:
    with pytest.raises(ServiceError) as raised:
        parsed(**query)
    return raised.value


def test_without_a_query_the_rectangles_alone_are_asked_for() -> None:
    """Deviation D-30: not even the face id that Azure returns by default."""
    assert parsed() == DetectFromSessionImage(
        session_image_id="image-1",
        attributes=frozenset(),
        recognition_model=RecognitionModel.RECOGNITION_01,
        landmarks_returned=False,
        recognition_model_returned=False,
    )


def test_names_and_words_match_in_any_letter_case() -> None:
    asked = parse_detect_from_session_image(
        [
            ("DETECTIONMODEL", "Detection_03"),
            ("recognitionmodel", "RECOGNITION_04"),
            ("ReturnFaceLandmarks", "True"),
            ("returnRecognitionModel", "TRUE"),
            ("returnfaceid", "False"),
            ("faceIdTimeToLive", "60"),
            ("skip", "x"),
        ],
        {"SESSIONIMAGEID": "Image-1"},
    )
    assert asked.session_image_id == "Image-1"
    assert asked.recognition_model is RecognitionModel.RECOGNITION_04
    assert (asked.landmarks_returned, asked.recognition_model_returned) == (True, True)


@pytest.mark.parametrize(
    "query",
    [
        [("returnFaceAttributes", "headPose,blur")],
        [("returnFaceAttributes", " HEADPOSE , blur, ")],
        [("returnFaceAttributes", "headPose"), ("ReturnFaceAttributes", "blur")],
        [("returnFaceAttributes", "blur,headPose,blur")],
    ],
)
def test_attributes_come_in_one_text_or_in_several(query: list[tuple[str, str]]) -> None:
    asked = parse_detect_from_session_image(query, BODY)
    assert asked.attributes == {FaceAttributeType.HEAD_POSE, FaceAttributeType.BLUR}


@pytest.mark.parametrize("attribute", FaceAttributeType)
def test_an_attribute_that_is_not_measured_is_refused(attribute: FaceAttributeType) -> None:
    """Deviation D-31."""
    if attribute in MEASURED_ATTRIBUTES:
        assert parsed(returnFaceAttributes=attribute).attributes == {attribute}
        return
    error = refusal(returnFaceAttributes=f"blur,{attribute}")
    assert error.entry is catalogue.INVALID_FACE_ATTRIBUTES
    assert error.detail.startswith(f"livegate does not measure {attribute}. Measured are headPose, blur, exposure, ")


def test_an_unknown_attribute_is_refused_with_its_name() -> None:
    error = refusal(returnFaceAttributes="emotion")
    assert error.entry is catalogue.INVALID_FACE_ATTRIBUTES
    assert error.detail.startswith("'emotion' is no face attribute. Measured are ")


@pytest.mark.parametrize(
    ("name", "word", "entry"),
    [
        ("detectionModel", "detection_04", catalogue.INVALID_DETECTION_MODEL),
        ("detectionModel", "", catalogue.INVALID_DETECTION_MODEL),
        ("recognitionModel", "recognition_05", catalogue.INVALID_RECOGNITION_MODEL),
        ("returnFaceLandmarks", "yes", catalogue.INVALID_RETURN_FACE_LANDMARKS),
        ("returnRecognitionModel", "1", catalogue.INVALID_RETURN_RECOGNITION_MODEL),
        ("returnFaceId", "on", catalogue.INVALID_RETURN_FACE_ID),
        *(
            ("faceIdTimeToLive", seconds, catalogue.INVALID_FACE_ID_TIME_TO_LIVE)
            for seconds in ("59", "86401", "-60", "60.0", "", "٦٠", "9" * 5000)
        ),
    ],
)
def test_a_word_out_of_range_is_refused_with_what_would_be_right(name: str, word: str, entry: ErrorEntry) -> None:
    error = refusal(**{name: word})
    assert error.entry is entry
    assert error.detail.startswith("It must be ")
    assert len(error.detail) < 150


def test_detection_02_has_neither_attributes_nor_landmarks() -> None:
    """Deviation D-33."""
    model = "detection_02"
    assert parsed(detectionModel=model, returnFaceAttributes="").attributes == frozenset()
    assert refusal(detectionModel=model, returnFaceAttributes="blur").entry is catalogue.FACE_ATTRIBUTES_NOT_SUPPORTED
    assert refusal(detectionModel=model, returnFaceLandmarks="true").entry is catalogue.FACE_LANDMARKS_NOT_SUPPORTED


def test_a_face_id_is_not_to_be_had() -> None:
    """Deviation D-30."""
    assert refusal(returnFaceId="true", faceIdTimeToLive="60").entry is catalogue.UNSUPPORTED_FEATURE


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({}, "sessionImageId is missing."),
        ({"sessionImageId": ""}, "sessionImageId is missing."),
        ({"sessionImageId": None}, "sessionImageId is missing."),
        ({"sessionImageId": 7}, "sessionImageId must be text."),
        (
            {"url": "https://example.org/a.jpg"},
            "Faces are detected in session images only: send sessionImageId, not url.",
        ),
    ],
)
def test_a_body_without_a_session_image_is_refused(body: dict[str, object], detail: str) -> None:
    """Deviation D-32."""
    with pytest.raises(ServiceError) as raised:
        parse_detect_from_session_image([], body)
    assert (raised.value.entry, raised.value.detail) == (catalogue.INVALID_REQUEST_BODY, detail)


@given(query=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(WORDS) | st.text(max_size=70)), max_size=4))
def test_any_query_is_either_understood_or_refused(query: list[tuple[str, str]]) -> None:
    with suppress(ServiceError):
        asked = parse_detect_from_session_image(query, BODY)
        assert asked.attributes <= set(MEASURED_ATTRIBUTES)
