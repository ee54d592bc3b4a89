"""Sessions as v1.1-preview.1 and v1.2-preview.1 have them."""

from datetime import datetime

import msgspec

from livegate.contract.enums import FaceSessionStatus, ImageType, LivenessDecision, QualityForRecognition
from livegate.contract.preview_responses import (
    AuditEntry,
    AuditErrorBody,
    AuditRequest,
    AuditResponse,
    AuditResponseBody,
    CreatedPreviewSession,
    PreviewSession,
    PreviewSessionItem,
    PreviewTarget,
    PreviewVerifyImage,
    PreviewVerifyOutputs,
)
from livegate.contract.responses import format_datetime
from livegate.contract.versions import ApiVersion
from livegate.http.rendering.common import model_version, outcome_message, rectangle
from livegate.sessions.session import Attempt, Exchange, Judged, Refused, Session
from livegate.sessions.states import is_token_expired


def render_created(session: Session) -> CreatedPreviewSession:
    """Return the answer to creation."""
    return CreatedPreviewSession(
        session_id=session.session_id, auth_token=session.auth_token, verify_image=_verify_image(session)
    )


def render_session(session: Session, version: ApiVersion, now: datetime) -> PreviewSession:
    """Return the answer to GET."""
    entries = audit_entries(session, version)
    return PreviewSession(
        **msgspec.structs.asdict(render_item(session, now)),
        status=_status(session, has_result=bool(entries)),
        result=entries[-1] if entries else None,
    )


def render_item(session: Session, now: datetime) -> PreviewSessionItem:
    """Return the session as a list shows it."""
    return PreviewSessionItem(
        id=session.session_id,
        created_date_time=format_datetime(session.created_at),
        session_start_date_time=None if session.started_at is None else format_datetime(session.started_at),
        session_expired=is_token_expired(session, now),
        device_correlation_id=session.device_correlation_id,
        auth_token_time_to_live_in_seconds=session.request.token_lifetime,
    )


def audit_entries(session: Session, version: ApiVersion) -> tuple[AuditEntry, ...]:
    """Return an entry for each upload that was answered, oldest first."""
    return tuple(
        _entry(session, attempt, attempt.exchange, attempt.outcome, version)
        for attempt in session.attempts
        if attempt.exchange is not None and isinstance(attempt.outcome, Judged | Refused)
    )


def judged_body(session: Session, exchange: Exchange, outcome: Judged, version: ApiVersion) -> AuditResponseBody:
    """Return the decision as the audit keeps it, and as a device is told that may hear it."""
    return AuditResponseBody(
        liveness_decision=LivenessDecision(outcome.decision),
        target=PreviewTarget(
            face_rectangle=rectangle(outcome.face_rectangle),
            file_name=exchange.file_name,
            time_offset_within_file=round(outcome.face_captured_at * 1000),
            image_type=ImageType.COLOR,
        ),
        model_version_used=model_version(session, version),
        verify_result=_verify_result(session, outcome),
    )


def _entry(
    session: Session, attempt: Attempt, exchange: Exchange, outcome: Judged | Refused, version: ApiVersion
) -> AuditEntry:
    shown = outcome if isinstance(outcome, Judged) and version.traits.has_session_images else None
    return AuditEntry(
        id=attempt.attempt_id,
        session_id=session.session_id,
        request_id=exchange.request_id,
        client_request_id=exchange.client_request_id,
        received_date_time=format_datetime(exchange.received_at),
        request=AuditRequest(
            url=exchange.url,
            method=exchange.method,
            content_length=exchange.content_length,
            content_type=exchange.content_type,
            user_agent=exchange.user_agent,
        ),
        response=AuditResponse(
            body=_audited_body(session, exchange, outcome, version),
            status_code=exchange.status_code,
            latency_in_milliseconds=exchange.latency_milliseconds,
        ),
        digest=outcome.digest or "",
        session_image_id=None if shown is None else shown.session_image_id,
        verify_image_hash=None if shown is None else shown.verify_image_hash,
    )


def _audited_body(
    session: Session, exchange: Exchange, outcome: Judged | Refused, version: ApiVersion
) -> AuditResponseBody:
    if isinstance(outcome, Refused):
        return AuditResponseBody(error=AuditErrorBody(code=outcome.code, message=outcome_message(outcome)))
    return judged_body(session, exchange, outcome, version)


def _verify_image(session: Session) -> PreviewVerifyImage | None:
    if session.reference is None:
        return None
    return PreviewVerifyImage(
        face_rectangle=rectangle(session.reference.face_rectangle),
        quality_for_recognition=QualityForRecognition(session.reference.quality),
    )


def _verify_result(session: Session, outcome: Judged) -> PreviewVerifyOutputs | None:
    image = _verify_image(session)
    if outcome.verification is None or image is None:
        return None
    return PreviewVerifyOutputs(
        verify_image=image,
        match_confidence=outcome.verification.match_confidence,
        is_identical=outcome.verification.is_identical,
    )


def _status(session: Session, *, has_result: bool) -> FaceSessionStatus:
    if has_result:
        return FaceSessionStatus.RESULT_AVAILABLE
    return FaceSessionStatus.NOT_STARTED if session.started_at is None else FaceSessionStatus.STARTED
