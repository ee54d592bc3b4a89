"""livegate's tables, requests and answers against the vendored OpenAPI files and official examples."""

import json
from collections.abc import Iterator
from enum import StrEnum

import msgspec
import pytest

from livegate.contract import enums
from livegate.contract.detection_requests import MEASURED_ATTRIBUTES, TIME_TO_LIVE_RANGE
from livegate.contract.detection_responses import FaceDetectionResult
from livegate.contract.device_responses import AttemptJudged
from livegate.contract.error_catalogue import ERROR_CATALOGUE
from livegate.contract.errors import ErrorEntry, ServiceError, render_error
from livegate.contract.forms import FormPart, parse_create_form
from livegate.contract.operations import OPERATIONS, Caller, OperationId, match
from livegate.contract.paging import DEFAULT_TOP, START_LENGTH, TOP_RANGE
from livegate.contract.preview_responses import AuditEntry, CreatedPreviewSession, PreviewSession, PreviewSessionItem
from livegate.contract.requests import create_session_fields, parse_create_session
from livegate.contract.resource_settings import ClientAssetsToken, Settings
from livegate.contract.responses import LivenessSession, WireStruct
from livegate.contract.versions import ApiVersion
from tests.support.openapi import FOLDER, Json, specification, validator

GENERAL_VERSIONS = [ApiVersion.V1_2, ApiVersion.V1_3_PREVIEW_1]
PREVIEW_VERSIONS = [ApiVersion.V1_1_PREVIEW_1, ApiVersion.V1_2_PREVIEW_1]
IMAGE_VERSIONS = [version for version in ApiVersion if version.traits.has_session_images]
LIVENESS = enums.SessionKind.LIVENESS
VERIFY = enums.SessionKind.LIVENESS_WITH_VERIFY
SERVED = ("LivenessSessionOperations_", "FaceDetectionOperations_DetectFromSessionImageId")
OWN = {OperationId.GET_EXPLANATION, OperationId.LIST_ERASURES, OperationId.GET_ERASURE}
BEYOND_THE_SPECIFICATION = dict.fromkeys(PREVIEW_VERSIONS, OWN) | dict.fromkeys(
    GENERAL_VERSIONS, OWN | {OperationId.LIST_SESSIONS, OperationId.LIST_AUDIT_ENTRIES}
)
"""Deviations D-21, D-44 and D-45."""


def published_operations(version: ApiVersion) -> Iterator[tuple[str, str, int]]:
    content = specification(version)
    for path, operations in (content["paths"] | content["x-ms-paths"]).items():
        for method, operation in operations.items():
            identifier = operation["operationId"]
            if identifier.startswith(SERVED):
                (success,) = (int(status) for status in operation["responses"] if status != "default")
                yield method.upper(), path.split("?")[0], success


def example(version: ApiVersion, name: str) -> Json:
    path = FOLDER / "examples" / version / f"LivenessSessionOperations_{name}.json"
    content: Json = json.loads(path.read_text())
    return content


def fields_of_example(version: ApiVersion, name: str) -> Json:
    """Return the request fields of an example, whichever way its version sends them."""
    parameters = example(version, name)["parameters"]
    if "body" in parameters:
        fields: Json = parameters["body"]
        return fields
    parts = [
        FormPart(key, "photo.jpg" if key.lower() == "verifyimage" else None, None, str(value).encode())
        for key, value in parameters.items()
        if key != "apiVersion"
    ]
    form = parse_create_form(version, parts)
    assert form.verify_image == b"<your-image-bytes-here>"
    return dict(form.fields)


@pytest.mark.parametrize("version", ApiVersion)
def test_the_operation_table_and_the_specification_have_the_same_operations(version: ApiVersion) -> None:
    served = {
        (operation.method, operation.path, operation.success_status)
        for operation in OPERATIONS
        if version in operation.versions
        and operation.caller is Caller.APP_BACKEND
        and operation.id not in BEYOND_THE_SPECIFICATION.get(version, set())
    }
    assert served == set(published_operations(version))


@pytest.mark.parametrize("version", PREVIEW_VERSIONS)
@pytest.mark.parametrize("collection", ["detectLiveness", "detectLivenessWithVerify"])
@pytest.mark.parametrize("ending", ["", "/{sessionId}/audit"])
def test_lists_take_the_published_parameters(version: ApiVersion, collection: str, ending: str) -> None:
    operation = specification(version)["paths"][f"/{collection}/singleModal/sessions{ending}"]["get"]
    start, top = [parameter for parameter in operation["parameters"] if parameter["in"] == "query"]
    assert (start["name"], start["required"], top["name"], top["required"]) == ("start", False, "top", False)
    assert f"no more than {START_LENGTH} characters" in start["description"]
    assert (top["default"], range(top["minimum"], top["maximum"] + 1)) == (DEFAULT_TOP, TOP_RANGE)


@pytest.mark.parametrize("version", IMAGE_VERSIONS)
def test_detection_takes_the_published_words(version: ApiVersion) -> None:
    operation = specification(version)["x-ms-paths"]["/detect?_overload=detectFromSessionImageId"]["post"]
    published = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert published["detectionModel"]["enum"] == list(enums.DetectionModel)
    assert published["recognitionModel"]["enum"] == list(enums.RecognitionModel)
    assert published["returnFaceAttributes"]["items"]["enum"] == list(enums.FaceAttributeType)
    seconds = published["faceIdTimeToLive"]
    assert range(seconds["minimum"], seconds["maximum"] + 1) == TIME_TO_LIVE_RANGE


@pytest.mark.parametrize("version", IMAGE_VERSIONS)
def test_detected_faces_are_written_as_in_the_official_answer(version: ApiVersion) -> None:
    path = FOLDER / "examples" / version / "FaceDetectionOperations_DetectFromSessionImageId.json"
    (official,) = json.loads(path.read_text())["responses"]["200"]["body"]
    # Deviations D-30 and D-31.
    del official["faceId"]
    official["faceAttributes"] = {name.value: official["faceAttributes"][name] for name in MEASURED_ATTRIBUTES}
    written = json.loads(msgspec.json.encode(msgspec.convert(official, FaceDetectionResult)))
    assert written == official
    validator(version, "FaceDetectionResult").validate(written)


@pytest.mark.parametrize("version", ApiVersion)
def test_deletion_answers_the_status_that_the_official_clients_insist_on(version: ApiVersion) -> None:
    statuses = example(version, "DeleteLivenessSession")["responses"].keys()
    deletions = [
        operation.success_status
        for operation in OPERATIONS
        if operation.id is OperationId.DELETE_SESSION and version in operation.versions
    ]
    assert {str(status) for status in deletions} == set(statuses)


@pytest.mark.parametrize("version", ApiVersion)
def test_the_fields_of_session_creation_are_those_of_the_schema(version: ApiVersion) -> None:
    definitions = specification(version)["definitions"]
    assert create_session_fields(LIVENESS, version) == definitions["CreateLivenessSessionContent"]["properties"].keys()
    verify_fields = create_session_fields(VERIFY, version)
    if version.traits.is_preview_family:
        content = definitions["CreateLivenessWithVerifySessionJsonContent"]["properties"].keys()
        assert verify_fields == content
    elif version is ApiVersion.V1_2:
        content = definitions["CreateLivenessWithVerifySessionContent"]["properties"].keys()
        assert verify_fields == content - {"verifyImage"}
    else:
        operations = specification(version)["paths"]["/detectLivenessWithVerify-sessions"]
        names = {parameter["name"] for parameter in operations["post"]["parameters"]}
        # The official example goes beyond the schema here (deviation D-12).
        beyond = {"userCorrelationId", "userCorrelationIdSetInClient", "expectedClientIpAddress"}
        assert verify_fields == (names | beyond) - {"verifyImage"}


@pytest.mark.parametrize(
    ("version", "kind", "name"),
    [
        *((version, LIVENESS, "CreateLivenessSession") for version in ApiVersion),
        *((version, VERIFY, "CreateLivenessWithVerifySession") for version in ApiVersion),
        *((version, VERIFY, "CreateLivenessWithVerifySessionWithVerifyImage") for version in PREVIEW_VERSIONS),
    ],
)
def test_every_official_request_is_understood(version: ApiVersion, kind: enums.SessionKind, name: str) -> None:
    request = parse_create_session(kind, version, fields_of_example(version, name))
    assert request.token_lifetime == 60
    assert request.device_correlation_id == "your_device_correlation_id"
    assert request.operation_mode == ("PassiveActive" if version is ApiVersion.V1_3_PREVIEW_1 else "Passive")
    assert request.results_sent_to_client is version.traits.is_preview_family
    if version.traits.has_client_attempts:
        assert request.attempts_allowed == 1
        assert request.user_correlation_id == "your_user_correlation_id"
        assert request.expected_client_ip == "1.2.3.4"


@pytest.mark.parametrize("version", GENERAL_VERSIONS)
@pytest.mark.parametrize(
    ("name", "definition"),
    [
        ("CreateLivenessSession", "LivenessSession"),
        ("GetLivenessSessionResult", "LivenessSession"),
        ("CreateLivenessWithVerifySession", "LivenessWithVerifySession"),
        ("GetLivenessWithVerifySessionResult", "LivenessWithVerifySession"),
    ],
)
def test_general_sessions_are_written_as_in_the_official_answers(
    version: ApiVersion, name: str, definition: str
) -> None:
    official = example(version, name)["responses"]["200"]["body"]
    written = json.loads(msgspec.json.encode(msgspec.convert(official, LivenessSession)))
    assert written == official
    validator(version, definition).validate(written)


@pytest.mark.parametrize(
    ("name", "struct", "definition"),
    [
        ("GetSettings", Settings, "Settings"),
        ("PatchSettings", Settings, "Settings"),
        ("GetClientAssetsAccessToken", ClientAssetsToken, "ClientAssetsAccessTokenResponse"),
    ],
)
def test_settings_and_the_token_are_written_as_in_the_official_answers(
    name: str, struct: type[WireStruct], definition: str
) -> None:
    official = example(ApiVersion.V1_3_PREVIEW_1, name)["responses"]["200"]["body"]
    written = json.loads(msgspec.json.encode(msgspec.convert(official, struct)))
    assert written == official
    validator(ApiVersion.V1_3_PREVIEW_1, definition).validate(written)


@pytest.mark.parametrize("version", PREVIEW_VERSIONS)
@pytest.mark.parametrize("definition", ["LivenessSession", "LivenessWithVerifySession"])
def test_preview_sessions_are_written_as_in_the_official_answers(version: ApiVersion, definition: str) -> None:
    official = example(version, f"Get{definition}Result")["responses"]["200"]["body"]
    official["result"]["response"]["body"] = {
        "livenessDecision": "realface",
        "target": {
            "faceRectangle": {"top": 59, "left": 121, "width": 409, "height": 395},
            "fileName": "video.webp",
            "timeOffsetWithinFile": 0,
            "imageType": "Color",
        },
        "modelVersionUsed": "2022-10-15-preview.04",
        "verifyResult": {
            "verifyImage": {
                "faceRectangle": {"top": 316, "left": 131, "width": 498, "height": 677},
                "qualityForRecognition": "high",
            },
            "matchConfidence": 0.92,
            "isIdentical": True,
        },
    }
    if version.traits.has_session_images:
        official["result"] |= {"sessionImageId": "Ae3PVWlX", "verifyImageHash": "43B7D8E8"}
    written = json.loads(msgspec.json.encode(msgspec.convert(official, PreviewSession)))
    assert written == official
    validator(version, definition).validate(written)


@pytest.mark.parametrize("version", PREVIEW_VERSIONS)
@pytest.mark.parametrize("name", ["GetLivenessSessionResult", "GetLivenessWithVerifySessionResult"])
def test_items_and_audit_entries_are_written_as_parts_of_the_official_sessions(version: ApiVersion, name: str) -> None:
    official = example(version, name)["responses"]["200"]["body"]
    entry = official.pop("result")
    del official["status"]
    entry["response"]["body"] = {}
    for part, struct, definition in (
        (official, PreviewSessionItem, "LivenessSessionItem"),
        (entry, AuditEntry, "LivenessSessionAuditEntry"),
    ):
        written = json.loads(msgspec.json.encode(msgspec.convert(part, struct)))
        assert written == part
        validator(version, definition).validate(written)


@pytest.mark.parametrize("version", PREVIEW_VERSIONS)
@pytest.mark.parametrize(
    ("name", "definition"),
    [
        ("CreateLivenessSession", "CreateLivenessSessionResult"),
        ("CreateLivenessWithVerifySession", "CreateLivenessWithVerifySessionResult"),
        ("CreateLivenessWithVerifySessionWithVerifyImage", "CreateLivenessWithVerifySessionResult"),
    ],
)
def test_new_preview_sessions_are_written_as_in_the_official_answers(
    version: ApiVersion, name: str, definition: str
) -> None:
    official = example(version, name)["responses"]["200"]["body"]
    written = json.loads(msgspec.json.encode(msgspec.convert(official, CreatedPreviewSession)))
    assert written == official
    validator(version, definition).validate(written)


def test_a_refused_preview_attempt_may_carry_an_error_body() -> None:
    official = example(ApiVersion.V1_2_PREVIEW_1, "GetLivenessSessionResult")["responses"]["200"]["body"]
    official["result"]["response"] |= {"statusCode": 400, "body": {"error": {"code": "A", "message": "B"}}}
    written = json.loads(msgspec.json.encode(msgspec.convert(official, PreviewSession)))
    assert written == official
    validator(ApiVersion.V1_2_PREVIEW_1, "LivenessSession").validate(written)


@pytest.mark.parametrize("version", ApiVersion)
@pytest.mark.parametrize(
    ("words", "definition"),
    [
        (enums.LivenessOperationMode, "LivenessOperationMode"),
        (enums.LivenessDecision, "LivenessDecision"),
        (enums.QualityForRecognition, "QualityForRecognition"),
        (enums.ImageType, "ImageType"),
        (enums.RecognitionModel, "RecognitionModel"),
        (enums.BlurLevel, "BlurLevel"),
        (enums.ExposureLevel, "ExposureLevel"),
        (enums.NoiseLevel, "NoiseLevel"),
        (enums.FaceSessionStatus, "FaceSessionStatus"),
        (enums.OperationState, "Azure.Core.Foundations.OperationState"),
    ],
)
def test_enumerations_have_the_published_words(version: ApiVersion, words: type[StrEnum], definition: str) -> None:
    published = specification(version)["definitions"].get(definition)
    if published is None:
        family = enums.OperationState if version.traits.is_preview_family else enums.FaceSessionStatus
        assert words is family
    else:
        assert list(words) == published["enum"]


@pytest.mark.parametrize("version", ApiVersion)
def test_every_published_model_version_is_known(version: ApiVersion) -> None:
    published = specification(version)["definitions"]["LivenessModel"]["enum"]
    assert set(published) <= set(version.traits.model_versions)


@pytest.mark.parametrize("version", [version for version in ApiVersion if version is not ApiVersion.V1_1_PREVIEW_1])
@pytest.mark.parametrize("entry", ERROR_CATALOGUE, ids=lambda entry: f"{entry.status}-{entry.code}")
def test_every_error_is_written_in_the_published_shape(version: ApiVersion, entry: ErrorEntry) -> None:
    rendered = render_error(ServiceError(entry, "More about it."), version)
    validator(version, "FaceErrorResponse").validate(json.loads(rendered.body))


def test_a_judged_attempt_shows_the_device_no_decision_unless_the_session_said_so() -> None:
    answer = json.loads(msgspec.json.encode(AttemptJudged(result_id="a", digest="B0A8")))
    assert answer == {"resultId": "a", "digest": "B0A8"}


@pytest.mark.parametrize("version", ApiVersion)
@pytest.mark.parametrize(
    "path",
    ["session/start", "detectLiveness/singleModal", "detectLivenessWithVerify/singleModal", "session/attempt/end"],
)
def test_the_documented_paths_of_the_device_are_served_in_every_version(version: ApiVersion, path: str) -> None:
    found = match("POST", f"/face/{version}/{path}")
    assert found.operation.caller is Caller.DEVICE
    assert found.version is version
