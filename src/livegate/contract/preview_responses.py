"""Answers of v1.1-preview.1 and v1.2-preview.1, whose sessions carry the audit entry of their latest attempt."""

from livegate.contract.enums import FaceSessionStatus, ImageType, LivenessDecision, QualityForRecognition
from livegate.contract.responses import FaceRectangle, WireStruct


class PreviewVerifyImage(WireStruct, frozen=True, kw_only=True):
    """The verify image as the service saw it."""

    face_rectangle: FaceRectangle
    quality_for_recognition: QualityForRecognition


class CreatedPreviewSession(WireStruct, frozen=True, kw_only=True):
    """A new session; ``verify_image`` only when one was sent with the request."""

    session_id: str
    auth_token: str
    verify_image: PreviewVerifyImage | None = None


class PreviewVerifyOutputs(WireStruct, frozen=True, kw_only=True):
    """How the face compares with the verify image; ``match_confidence`` is 0 to 1."""

    verify_image: PreviewVerifyImage
    match_confidence: float
    is_identical: bool


class PreviewTarget(WireStruct, frozen=True, kw_only=True):
    """The judged face; ``time_offset_within_file`` is in milliseconds."""

    face_rectangle: FaceRectangle
    file_name: str
    time_offset_within_file: int
    image_type: ImageType


class AuditErrorBody(WireStruct, frozen=True, kw_only=True):
    """What a refused attempt was answered."""

    code: str
    message: str


class AuditResponseBody(WireStruct, frozen=True, kw_only=True):
    """What an attempt was judged to be, or the error in its place; the schema leaves this object open."""

    liveness_decision: LivenessDecision | None = None
    target: PreviewTarget | None = None
    model_version_used: str | None = None
    verify_result: PreviewVerifyOutputs | None = None
    error: AuditErrorBody | None = None


class AuditRequest(WireStruct, frozen=True, kw_only=True):
    """The device's call; ``content_length`` is in bytes, ``url`` is relative to the host."""

    url: str
    method: str
    content_length: int | None = None
    content_type: str
    user_agent: str | None = None


class AuditResponse(WireStruct, frozen=True, kw_only=True):
    """The answer to the device's call."""

    body: AuditResponseBody
    status_code: int
    latency_in_milliseconds: int


class AuditEntry(WireStruct, frozen=True, kw_only=True):
    """One attempt; ``id`` counts from 1. The image id and the hash are for v1.2-preview.1."""

    id: int
    session_id: str
    request_id: str
    client_request_id: str
    received_date_time: str
    request: AuditRequest
    response: AuditResponse
    digest: str
    session_image_id: str | None = None
    verify_image_hash: str | None = None


class PreviewSessionItem(WireStruct, frozen=True, kw_only=True):
    """A session of either kind as a list shows it: without its state and its result."""

    id: str
    created_date_time: str
    session_start_date_time: str | None = None
    session_expired: bool
    device_correlation_id: str | None = None
    auth_token_time_to_live_in_seconds: int


class PreviewSession(PreviewSessionItem, frozen=True, kw_only=True):
    """A session of either kind; ``result`` when its status is ``ResultAvailable``."""

    status: FaceSessionStatus
    result: AuditEntry | None = None
