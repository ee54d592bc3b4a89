"""What the tests of Azure's Python SDK assert of every audit entry."""

from typing import Any

from livegate.cli.attempt import AttemptResult
from tests.support.python_sdk import PythonSdk


def check_audit_entry(sdk: PythonSdk, entry: Any, session_id: str, attempt: AttemptResult, *, verify: bool) -> None:
    """Assert that the entry is whole, and that of the attempt."""
    assert entry.id
    assert (entry.session_id, entry.request_id, entry.digest) == (session_id, attempt.result_id, attempt.digest)
    assert entry.received_date_time is not None
    assert entry.request.url
    assert entry.request.method
    assert entry.request.content_length > 0
    assert entry.request.content_type
    assert entry.response.status_code > 0
    assert entry.response.latency_in_milliseconds > 0
    _check_body(sdk, entry.response.body, verify=verify)


def _check_body(sdk: PythonSdk, body: Any, *, verify: bool) -> None:
    assert body.liveness_decision in set(sdk.models.FaceLivenessDecision)
    assert body.model_version_used in set(sdk.models.LivenessModel)
    check_rectangle(body.target.face_rectangle)
    assert body.target.file_name
    assert body.target.time_offset_within_file >= 0
    assert body.target.image_type in set(sdk.models.FaceImageType)
    assert (body.verify_result is not None) is verify
    if verify:
        check_verify_image(sdk, body.verify_result.verify_image)
        assert body.verify_result.match_confidence > 0
        assert body.verify_result.is_identical is not None


def check_verify_image(sdk: PythonSdk, image: Any) -> None:
    check_rectangle(image.face_rectangle)
    assert image.quality_for_recognition in set(sdk.models.QualityForRecognition)


def check_rectangle(rectangle: Any) -> None:
    assert min(rectangle.top, rectangle.left, rectangle.width, rectangle.height) > 0
