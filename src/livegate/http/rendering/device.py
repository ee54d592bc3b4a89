"""What a device is told of its attempt."""

from livegate.contract.device_responses import AttemptJudged
from livegate.contract.versions import ApiVersion
from livegate.http.rendering.previews import judged_body
from livegate.sessions.session import Exchange, Judged, Session


def attempt_judged(session: Session, exchange: Exchange, outcome: Judged, version: ApiVersion) -> AttemptJudged:
    """Return the result's id and digest; with the decision in previews alone, for sessions that ask for it there."""
    if not (version.traits.is_preview_family and session.request.results_sent_to_client):
        return AttemptJudged(result_id=exchange.request_id, digest=outcome.digest)
    body = judged_body(session, exchange, outcome, version)
    return AttemptJudged(
        result_id=exchange.request_id,
        digest=outcome.digest,
        liveness_decision=body.liveness_decision,
        target=body.target,
        model_version_used=body.model_version_used,
        verify_result=body.verify_result,
    )
