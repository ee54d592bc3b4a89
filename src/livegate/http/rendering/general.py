"""Sessions as v1.2 and v1.3-preview.1 have them."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from livegate.contract.enums import LivenessDecision, OperationState, QualityForRecognition
from livegate.contract.responses import (
    REFERENCE_TYPE,
    AbuseMonitoringResult,
    AttemptError,
    AttemptResult,
    ClientInformation,
    ColorTarget,
    DecisionTargets,
    LivenessSession,
    OtherFlaggedSession,
    SessionAttempt,
    SessionResults,
    VerifyOutputs,
    VerifyReference,
)
from livegate.contract.versions import ApiVersion
from livegate.http.rendering.common import model_version, outcome_message, rectangle
from livegate.liveness import observation
from livegate.sessions.session import Attempt, Judged, Outcome, Refused, Session, SessionKind
from livegate.sessions.sightings import AttemptName
from livegate.sessions.states import attempt_state, outcome_at, session_state

_NO_OTHERS: Mapping[int, tuple[AttemptName, ...]] = MappingProxyType({})


def render_session(
    session: Session,
    version: ApiVersion,
    now: datetime,
    other_attempts: Mapping[int, tuple[AttemptName, ...]] = _NO_OTHERS,
) -> LivenessSession:
    """Return the session object that creation and GET answer with.

    ``other_attempts``: those that belong together with a flagged attempt, by its id.
    """
    with_client = version.traits.has_client_attempts
    with_abuse = version.traits.has_abuse_monitoring
    return LivenessSession(
        session_id=session.session_id,
        auth_token=session.auth_token,
        status=OperationState(session_state(session, now)),
        model_version=model_version(session, version),
        is_abuse_monitoring_enabled=session.abuse_monitored if with_abuse else None,
        expected_client_ip_address=session.request.expected_client_ip if with_client else None,
        results=SessionResults(
            # Newest first, as every official example and sample has it.
            attempts=tuple(
                _attempt(
                    attempt,
                    now,
                    with_client=with_client,
                    abuse=_abuse(attempt, other_attempts.get(attempt.attempt_id, ())) if with_abuse else None,
                )
                for attempt in reversed(session.attempts)
            ),
            verify_references=_references(session),
        ),
    )


def _references(session: Session) -> tuple[VerifyReference, ...] | None:
    if session.request.kind is not SessionKind.LIVENESS_WITH_VERIFY:
        return None
    if session.reference is None:
        return ()
    return (
        VerifyReference(
            reference_type=REFERENCE_TYPE,
            face_rectangle=rectangle(session.reference.face_rectangle),
            quality_for_recognition=QualityForRecognition(session.reference.quality),
        ),
    )


def _attempt(
    attempt: Attempt, now: datetime, *, with_client: bool, abuse: AbuseMonitoringResult | None
) -> SessionAttempt:
    outcome = outcome_at(attempt, now)
    address = attempt.exchange.client_address if with_client and attempt.exchange is not None else None
    return SessionAttempt(
        attempt_id=attempt.attempt_id,
        attempt_status=OperationState(attempt_state(attempt, now)),
        result=_result(outcome) if isinstance(outcome, Judged) else None,
        error=_error(outcome),
        client_information=None if address is None else (ClientInformation(ip=address),),
        abuse_monitoring_result=abuse,
    )


def _abuse(attempt: Attempt, others: tuple[AttemptName, ...]) -> AbuseMonitoringResult | None:
    if attempt.abuse_detected is None:
        return None
    return AbuseMonitoringResult(
        is_abuse_detected=attempt.abuse_detected,
        other_flagged_sessions=tuple(
            OtherFlaggedSession(
                attempt_id=other.attempt_id, session_id=other.session_id, session_image_id=other.image_id
            )
            for other in others
        ),
    )


def _result(outcome: Judged) -> AttemptResult:
    verification = outcome.verification
    return AttemptResult(
        liveness_decision=LivenessDecision(outcome.decision),
        targets=_targets(outcome.face_rectangle),
        verify_result=None
        if verification is None
        else VerifyOutputs(match_confidence=verification.match_confidence, is_identical=verification.is_identical),
        digest=outcome.digest,
        session_image_id=outcome.session_image_id,
        verify_image_hash=outcome.verify_image_hash,
    )


def _error(outcome: Outcome | None) -> AttemptError | None:
    if outcome is None or isinstance(outcome, Judged):
        return None
    seen = outcome.face_rectangle if isinstance(outcome, Refused) else None
    return AttemptError(code=outcome.code, message=outcome_message(outcome), targets=_targets(seen))


def _targets(seen: observation.FaceRectangle | None) -> DecisionTargets:
    return DecisionTargets(color=ColorTarget(face_rectangle=rectangle(seen)))
