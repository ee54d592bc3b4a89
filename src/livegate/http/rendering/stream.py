"""What a device is told over its stream of the capture as a whole: how it begins and how it ended."""

import msgspec

from livegate.contract.enums import LivenessOperationMode
from livegate.contract.responses import format_datetime
from livegate.contract.stream_messages import PROTOCOL, AttemptRefused, Done, StreamBounds, Welcome
from livegate.contract.versions import ApiVersion
from livegate.http.rendering.common import outcome_message
from livegate.http.rendering.device import attempt_judged
from livegate.sessions.running_capture import RunningCapture
from livegate.sessions.session import Canceled, Refused, Session
from livegate.sessions.states import attempts_left
from livegate.sessions.stream_limits import StreamLimits


def welcome(capture: RunningCapture, limits: StreamLimits) -> Welcome:
    """Return the first message to a device whose capture runs."""
    session = capture.session
    attempt = session.attempts[-1]
    return Welcome(
        protocol=PROTOCOL,
        attempt_id=attempt.attempt_id,
        attempts_left=attempts_left(session),
        attempt_deadline=format_datetime(attempt.deadline),
        liveness_operation_mode=LivenessOperationMode(session.request.operation_mode),
        resume_token=capture.resume_token,
        last_sequence=capture.last_sequence,
        limits=StreamBounds(
            frame_bytes=limits.frame_bytes,
            capture_bytes=limits.capture_bytes,
            frames=limits.frames,
            frames_a_second=limits.frames_a_second,
            idle_seconds=limits.idle_seconds,
            resume_seconds=limits.resume_seconds,
        ),
    )


def end_message(session: Session, last_sequence: int | None, version: ApiVersion) -> Done | AttemptRefused:
    """Return how the newest attempt ended. Raises ``ValueError`` for one that has no outcome."""
    outcome, exchange = session.attempts[-1].outcome, session.attempts[-1].exchange
    if isinstance(outcome, Refused | Canceled):
        return AttemptRefused(code=outcome.code, message=outcome_message(outcome), attempts_left=attempts_left(session))
    if outcome is None or exchange is None:
        raise ValueError("A capture that was judged has an outcome and an exchange.")
    judged = attempt_judged(session, exchange, outcome, version)
    return Done(**msgspec.structs.asdict(judged), last_sequence=last_sequence)
