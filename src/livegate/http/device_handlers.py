"""The operations of the device.

It learns a result's id and digest, and the decision only where a preview session asked for that.
"""

import asyncio
from collections.abc import Mapping

from starlette.responses import Response

from livegate.contract.device_requests import parse_end_attempt, parse_start_session
from livegate.contract.device_responses import AttemptEnded, AttemptStarted, ScheduledPrompt
from livegate.contract.enums import LivenessOperationMode
from livegate.contract.error_catalogue import SERVICE_UNAVAILABLE, capture_refused
from livegate.contract.errors import ServiceError
from livegate.contract.fields import parse_json_object
from livegate.contract.operations import OperationId
from livegate.contract.responses import format_datetime
from livegate.http.azure_routes import DeviceHandler
from livegate.http.bodies import LARGEST_JSON, read_body, read_form
from livegate.http.calls import DeviceCall, client_address, user_agent
from livegate.http.client_request_ids import client_request_id
from livegate.http.failures import RETRY_AFTER_BUSY
from livegate.http.rendering.common import outcome_message
from livegate.http.rendering.device import attempt_judged
from livegate.http.replies import empty, reply
from livegate.http.uploads import LARGEST_CAPTURE, parse_capture_form
from livegate.liveness.challenge import Challenge
from livegate.sessions.capture import SessionCapture
from livegate.sessions.errors import SessionNotFoundError
from livegate.sessions.ports import Clock, SessionKey
from livegate.sessions.session import Canceled, Exchange, Refused, Session, SessionKind
from livegate.sessions.states import attempts_left


class DeviceHandlers:
    """Start, judge, end."""

    def __init__(self, capture: SessionCapture, clock: Clock, *, most_uploads: int) -> None:
        """Take at most ``most_uploads`` captures at a time: each is held in memory while it is read and judged."""
        self._capture = capture
        self._clock = clock
        self._upload_slots = asyncio.Semaphore(most_uploads)

    def table(self) -> Mapping[OperationId, DeviceHandler]:
        """Return the handlers by operation."""
        return {
            OperationId.START_SESSION: self.start,
            OperationId.DETECT_LIVENESS: self.detect,
            OperationId.END_ATTEMPT: self.end,
        }

    async def start(self, call: DeviceCall) -> Response:
        """Start an attempt."""
        asked = parse_start_session(await _json_fields(call))
        session = await self._capture.start(
            call.session_key,
            device_correlation_id=asked.device_correlation_id,
            user_correlation_id=asked.user_correlation_id,
            client_address=client_address(call.request),
            is_extended=asked.is_extended,
        )
        attempt = session.attempts[-1]
        compares = session.request.kind is SessionKind.LIVENESS_WITH_VERIFY
        return reply(
            AttemptStarted(
                attempt_id=attempt.attempt_id,
                attempts_left=attempts_left(session),
                attempt_deadline=format_datetime(attempt.deadline),
                liveness_operation_mode=LivenessOperationMode(session.request.operation_mode),
                verify_image_required=compares and session.reference is None,
                challenge=None if attempt.challenge is None else _schedule(attempt.challenge),
            )
        )

    async def detect(self, call: DeviceCall) -> Response:
        """Judge a capture."""
        received_at = self._clock.now()
        if self._upload_slots.locked():
            raise ServiceError(SERVICE_UNAVAILABLE, retry_after=RETRY_AFTER_BUSY)
        async with self._upload_slots:
            form = parse_capture_form(await read_form(call.request, limit=LARGEST_CAPTURE))
            request = call.request
            exchange = Exchange(
                request_id=request.state.request_id,
                client_request_id=client_request_id(request.headers) or request.state.request_id,
                received_at=received_at,
                url=request.scope["path"].lower(),
                method=request.method,
                content_length=sum(map(len, form.upload.content)),
                content_type=request.headers["content-type"],
                user_agent=user_agent(request),
                file_name=form.file_name,
                client_address=client_address(call.request),
            )
            session = await self._capture.judge(_path_key(call), form.upload, exchange)
        return _detect_reply(call, session)

    async def end(self, call: DeviceCall) -> Response:
        """End the open attempt without a capture."""
        reason = parse_end_attempt(await _json_fields(call)).reason
        session = await self._capture.end(
            call.session_key, code=reason, message=reason.message, client_address=client_address(call.request)
        )
        return reply(AttemptEnded(attempts_left=attempts_left(session)))


def _schedule(challenge: Challenge) -> tuple[ScheduledPrompt, ...]:
    return tuple(
        ScheduledPrompt(action=prompt.action, shown_at=round(prompt.shown_at, 3), until=round(prompt.until, 3))
        for prompt in challenge.schedule()
    )


def _detect_reply(call: DeviceCall, session: Session) -> Response:
    outcome, exchange = session.attempts[-1].outcome, session.attempts[-1].exchange
    if isinstance(outcome, Refused | Canceled):
        raise ServiceError(capture_refused(outcome.code, outcome_message(outcome)))
    if outcome is None or exchange is None:
        raise ValueError("An upload that was taken has an outcome and an exchange.")
    if call.match.version.traits.is_preview_family and not session.request.results_sent_to_client:
        return empty(204)
    return reply(attempt_judged(session, exchange, outcome, call.match.version))


def _path_key(call: DeviceCall) -> SessionKey:
    """Return the session that the token names. Raises ``SessionNotFoundError`` where the path names the other kind."""
    kind = call.match.operation.kind
    if kind is not None and kind.value != call.claims.kind:
        raise SessionNotFoundError
    return call.session_key


async def _json_fields(call: DeviceCall) -> Mapping[str, object]:
    body = await read_body(call.request, limit=LARGEST_JSON)
    return parse_json_object(body) if body.strip() else {}
