import json
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from livegate.contract.enums import OperationState
from livegate.contract.responses import (
    NO_FACE,
    REFERENCE_TYPE,
    LivenessSession,
    SessionAttempt,
    SessionResults,
    format_datetime,
)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2024, 3, 5, 11, 7, 29, 698_999, UTC), "2024-03-05T11:07:29.698Z"),
        (datetime(2024, 3, 5, 11, 7, 29, 0, UTC), "2024-03-05T11:07:29.000Z"),
        (datetime(2024, 3, 5, 0, 30, tzinfo=timezone(timedelta(hours=1))), "2024-03-04T23:30:00.000Z"),
    ],
)
def test_times_are_utc_with_milliseconds(moment: datetime, text: str) -> None:
    assert format_datetime(moment) == text


def test_absent_members_are_left_out_and_empty_lists_stay() -> None:
    session = LivenessSession(
        session_id="s",
        auth_token="t",
        status=OperationState.NOT_STARTED,
        is_abuse_monitoring_enabled=False,
        results=SessionResults(attempts=(), verify_references=()),
    )
    assert json.loads(msgspec.json.encode(session)) == {
        "sessionId": "s",
        "authToken": "t",
        "status": "NotStarted",
        "isAbuseMonitoringEnabled": False,
        "results": {"attempts": [], "verifyReferences": []},
    }


def test_a_running_attempt_has_neither_result_nor_error_nor_abuse_monitoring() -> None:
    """Deviation D-14."""
    attempt = SessionAttempt(attempt_id=1, attempt_status=OperationState.RUNNING)
    assert json.loads(msgspec.json.encode(attempt)) == {"attemptId": 1, "attemptStatus": "Running"}


def test_a_face_that_was_not_seen_has_a_rectangle_of_zeros() -> None:
    """Deviation D-09."""
    assert json.loads(msgspec.json.encode(NO_FACE)) == {"top": 0, "left": 0, "width": 0, "height": 0}


def test_verify_references_are_images() -> None:
    """Deviation D-04."""
    assert REFERENCE_TYPE == "image"
