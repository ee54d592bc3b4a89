"""Why the attempts of a session ended as they did."""

from datetime import datetime

from livegate.contract.enums import LivenessDecision, OperationState
from livegate.contract.explanation import (
    ExplainedAttempt,
    ExplainedError,
    ExplainedReason,
    SessionExplanation,
    Weighing,
)
from livegate.contract.reason_texts import reason_description
from livegate.http.rendering.common import outcome_message
from livegate.liveness.verdict import Reason
from livegate.sessions.session import Attempt, Canceled, Judged, Refused, Session
from livegate.sessions.states import attempt_state, outcome_at


def render_explanation(session: Session, now: datetime) -> SessionExplanation:
    """Return the answer to the explanation."""
    return SessionExplanation(
        session_id=session.session_id,
        attempts=tuple(_attempt(attempt, now) for attempt in reversed(session.attempts)),
    )


def _attempt(attempt: Attempt, now: datetime) -> ExplainedAttempt:
    outcome = outcome_at(attempt, now)
    judged = outcome if isinstance(outcome, Judged) else None
    return ExplainedAttempt(
        attempt_id=attempt.attempt_id,
        attempt_status=OperationState(attempt_state(attempt, now)),
        liveness_decision=None if judged is None else LivenessDecision(judged.decision),
        error=_error(outcome) if isinstance(outcome, Refused | Canceled) else None,
        weighing=None if judged is None else _weighing(judged),
        reasons=tuple(map(_reason, outcome.reasons)) if isinstance(outcome, Judged | Refused) else (),
        models=(judged.models or None) if judged is not None else None,
    )


def _weighing(judged: Judged) -> Weighing | None:
    # What was judged before operating points were kept has none.
    if not judged.operating_point:
        return None
    return Weighing(
        operating_point=judged.operating_point,
        total=judged.total,
        accept_from=judged.accept_from,
        reject_below=judged.reject_below,
    )


def _error(outcome: Refused | Canceled) -> ExplainedError:
    return ExplainedError(code=outcome.code, message=outcome_message(outcome))


def _reason(reason: Reason) -> ExplainedReason:
    return ExplainedReason(
        code=reason.code,
        cue=reason.cue,
        value=reason.value,
        limit=reason.limit,
        quality=None if reason.cue is None else reason.quality,
        weight=None if reason.cue is None else reason.weight,
        description=reason_description(reason.code),
    )
