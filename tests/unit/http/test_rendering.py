"""Sessions in every state, in every version, against the published schemas."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.contract.versions import ApiVersion
from livegate.http.rendering import general, previews
from livegate.liveness.observation import FaceRectangle
from livegate.liveness.verdict import Decision, Reason, RecognitionQuality
from livegate.sessions.session import (
    Canceled,
    Judged,
    Outcome,
    Refused,
    Session,
    SessionKind,
    Verification,
    VerifyReference,
)
from livegate.sessions.sightings import AttemptName
from livegate.sessions.transitions import claim_attempt, finish_attempt, start_attempt
from tests.support.openapi import validator
from tests.support.sessions import START, exchange, judged, new_session

VALIDATORS = {version: validator(version, "LivenessWithVerifySession") for version in ApiVersion}
ITEM_VALIDATOR = validator(ApiVersion.V1_2_PREVIEW_1, "LivenessSessionItem")
ENTRY_VALIDATORS = {
    version: validator(version, "LivenessSessionAuditEntry")
    for version in ApiVersion
    if version.traits.is_preview_family
}
RECTANGLE = FaceRectangle(top=1, left=2, width=3, height=4)
REFERENCE = VerifyReference(
    face_rectangle=RECTANGLE, quality=RecognitionQuality.HIGH, embedding=b"\0" * 2048, image_hash="CD" * 32
)

outcomes = st.one_of(
    st.builds(
        Judged,
        decision=st.sampled_from(Decision),
        reasons=st.just((Reason("shape_change", 0.05, 0.007),)),
        face_rectangle=st.just(RECTANGLE),
        face_captured_at=st.floats(0, 30),
        digest=st.just("AB" * 32),
        session_image_id=st.none() | st.just("x" * 44),
        verification=st.builds(Verification, match_confidence=st.floats(0, 1), is_identical=st.booleans()),
        verify_image_hash=st.none() | st.just("CD" * 32),
    ),
    st.builds(
        Refused,
        code=st.sampled_from(["NoFaceDetected", "FaceNotFound", "TimedOut"]),
        message=st.sampled_from(["", "No face was found."]),
        face_rectangle=st.none() | st.just(RECTANGLE),
        digest=st.just("AB" * 32),
    ),
    st.builds(Canceled, code=st.just("UserCanceledSession")),
)


def lived(session: Session, ended: list[Outcome], *, is_open: bool) -> Session:
    for outcome in ended:
        session = finish_attempt(claim_attempt(session, START, exchange()), START, outcome, exchange(status_code=200))
    return start_attempt(session, START) if is_open and len(ended) < session.request.attempts_allowed else session


@given(
    ended=st.lists(outcomes, max_size=3),
    is_open=st.booleans(),
    has_reference=st.booleans(),
    seconds=st.integers(0, 200_000),
    version=st.sampled_from(ApiVersion),
)
def test_every_state_is_written_as_the_schema_has_it(
    ended: list[Outcome], *, is_open: bool, has_reference: bool, seconds: int, version: ApiVersion
) -> None:
    session = lived(
        new_session(kind=SessionKind.LIVENESS_WITH_VERIFY, expected_client_ip="10.0.0.1"), ended, is_open=is_open
    )
    session = msgspec.structs.replace(session, reference=REFERENCE if has_reference else None)
    renderer = previews if version.traits.is_preview_family else general
    rendered = renderer.render_session(session, version, START + timedelta(seconds=seconds))
    faults = [
        fault.message
        for fault in VALIDATORS[version].iter_errors(msgspec.json.decode(msgspec.json.encode(rendered)))
        # A preview session without a stored image has no verifyImage to show with its verification.
        if not (version.traits.is_preview_family and not has_reference and "verifyImage" in fault.message)
    ]
    assert faults == []


def test_general_versions_put_the_newest_attempt_first() -> None:
    session = lived(new_session(), [judged(Decision.SPOOF_FACE), judged()], is_open=False)
    rendered = general.render_session(session, ApiVersion.V1_2, START)
    assert [attempt.attempt_id for attempt in rendered.results.attempts] == [2, 1]


def test_previews_show_the_newest_upload_and_number_entries_from_one() -> None:
    session = lived(new_session(), [judged(Decision.SPOOF_FACE), judged()], is_open=False)
    entries = previews.audit_entries(session, ApiVersion.V1_2_PREVIEW_1)
    assert [entry.id for entry in entries] == [1, 2]
    assert previews.render_session(session, ApiVersion.V1_2_PREVIEW_1, START).result == entries[-1]


@pytest.mark.parametrize(
    ("session", "status"),
    [
        (new_session(), "NotStarted"),
        (start_attempt(new_session(), START), "Started"),
        (lived(new_session(), [judged()], is_open=False), "ResultAvailable"),
    ],
)
def test_previews_name_the_state_in_their_own_words(session: Session, status: str) -> None:
    assert previews.render_session(session, ApiVersion.V1_1_PREVIEW_1, START).status == status


def test_a_list_shows_a_session_as_get_does_without_state_and_result() -> None:
    session = lived(new_session(), [judged()], is_open=True)
    now = START + timedelta(seconds=600)
    item = msgspec.to_builtins(previews.render_item(session, now))
    read = msgspec.to_builtins(previews.render_session(session, ApiVersion.V1_1_PREVIEW_1, now))
    assert item["sessionExpired"] is True
    assert item == {name: value for name, value in read.items() if name not in {"status", "result"}}


@given(ended=st.lists(outcomes, max_size=3), is_open=st.booleans())
def test_items_and_audit_entries_are_written_as_the_schema_has_them(ended: list[Outcome], *, is_open: bool) -> None:
    session = new_session(kind=SessionKind.LIVENESS_WITH_VERIFY, device_correlation_id=None)
    session = msgspec.structs.replace(lived(session, ended, is_open=is_open), reference=REFERENCE)
    ITEM_VALIDATOR.validate(msgspec.to_builtins(previews.render_item(session, START)))
    for version, entry_validator in ENTRY_VALIDATORS.items():
        entries = previews.audit_entries(session, version)
        assert len(entries) == sum(not isinstance(outcome, Canceled) for outcome in ended)
        for entry in entries:
            entry_validator.validate(msgspec.to_builtins(entry))


@pytest.mark.parametrize("version", [ApiVersion.V1_2, ApiVersion.V1_3_PREVIEW_1])
def test_general_versions_audit_as_the_newest_preview_does_with_their_own_model(version: ApiVersion) -> None:
    """Deviation D-21."""
    session = lived(new_session(), [msgspec.structs.replace(judged(), session_image_id="x" * 44)], is_open=False)
    (entry,) = msgspec.to_builtins(previews.audit_entries(session, version))
    (preview,) = msgspec.to_builtins(previews.audit_entries(session, ApiVersion.V1_2_PREVIEW_1))
    assert entry["response"]["body"].pop("modelVersionUsed") in version.traits.model_versions
    assert preview["response"]["body"].pop("modelVersionUsed")
    assert entry == preview


def test_the_oldest_preview_knows_no_image_and_no_hash() -> None:
    with_image = msgspec.structs.replace(judged(), session_image_id="x" * 44, verify_image_hash="CD" * 32)
    session = lived(new_session(), [with_image], is_open=False)
    (old,) = previews.audit_entries(session, ApiVersion.V1_1_PREVIEW_1)
    (new,) = previews.audit_entries(session, ApiVersion.V1_2_PREVIEW_1)
    assert (old.session_image_id, old.verify_image_hash) == (None, None)
    assert (new.session_image_id, new.verify_image_hash) == ("x" * 44, "CD" * 32)


def test_abuse_monitoring_is_shown_where_the_version_has_it_and_the_attempt_was_watched() -> None:
    """Deviation D-38."""
    session = new_session()
    for found in (None, False, True):
        claimed = claim_attempt(session, START, exchange())
        session = finish_attempt(claimed, START, judged(), exchange(), abuse_detected=found)
    session = msgspec.structs.replace(session, abuse_monitored=True)
    others = {3: (AttemptName("one", 1, "x" * 44), AttemptName("two", 2))}
    shown = general.render_session(session, ApiVersion.V1_3_PREVIEW_1, START, others)
    rendered = msgspec.json.decode(msgspec.json.encode(shown))
    validator(ApiVersion.V1_3_PREVIEW_1, "LivenessSession").validate(rendered)
    assert rendered["isAbuseMonitoringEnabled"] is True
    assert [attempt.get("abuseMonitoringResult") for attempt in rendered["results"]["attempts"]] == [
        {
            "isAbuseDetected": True,
            "otherFlaggedSessions": [
                {"attemptId": 1, "sessionId": "one", "sessionImageId": "x" * 44},
                {"attemptId": 2, "sessionId": "two"},
            ],
        },
        {"isAbuseDetected": False, "otherFlaggedSessions": []},
        None,
    ]
    older = msgspec.to_builtins(general.render_session(session, ApiVersion.V1_2, START, others))
    assert "buse" not in str(older)
