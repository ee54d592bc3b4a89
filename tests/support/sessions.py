"""Time that stands still, and sessions to begin with."""

from datetime import UTC, datetime, timedelta

import msgspec

from livegate.liveness.observation import FaceRectangle
from livegate.liveness.verdict import Decision
from livegate.sessions.session import (
    Exchange,
    Judged,
    OperationMode,
    Session,
    SessionKind,
    SessionRequest,
)

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class ManualClock:
    """A clock that moves only when told to."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, **duration: float) -> None:
        self._now += timedelta(**duration)


def session_request(**changes: object) -> SessionRequest:
    request = SessionRequest(
        kind=SessionKind.LIVENESS,
        operation_mode=OperationMode.PASSIVE,
        token_lifetime=600,
        attempts_allowed=3,
        device_correlation_id="device-1",
    )
    return msgspec.structs.replace(request, **changes)


def ids(count: int) -> list[str]:
    """Ids in their order."""
    return [f"00000000-0000-0000-0000-{index:012}" for index in range(count)]


def new_session(session_id: str = "11111111-2222-3333-4444-555555555555", **changes: object) -> Session:
    """A session as the service creates it at ``START``; ``changes`` are those of its request."""
    request = session_request(**changes)
    return Session(
        session_id=session_id,
        resource="default",
        created_at=START,
        expires_at=START + timedelta(hours=48),
        token_expires_at=START + timedelta(seconds=request.token_lifetime),
        auth_token="header.payload.signature",
        request=request,
        device_correlation_id=request.device_correlation_id,
    )


def exchange(received_at: datetime = START, **changes: object) -> Exchange:
    facts = Exchange(
        request_id="aaaaaaaa-0000-0000-0000-000000000000",
        client_request_id="bbbbbbbb-0000-0000-0000-000000000000",
        received_at=received_at,
        url="/face/v1.2/detectliveness/singlemodal",
        method="POST",
        content_length=18,
        content_type="multipart/form-data; boundary=b",
        user_agent="test",
        file_name="video.webm",
        client_address="127.0.0.1",
    )
    return msgspec.structs.replace(facts, **changes)


def judged(decision: Decision = Decision.REAL_FACE) -> Judged:
    return Judged(
        decision=decision,
        reasons=(),
        face_rectangle=FaceRectangle(top=1, left=2, width=3, height=4),
        face_captured_at=1.5,
        digest="AB" * 32,
    )
