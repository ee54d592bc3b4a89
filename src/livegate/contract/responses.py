"""Answers of v1.2 and v1.3-preview.1, and the parts that all versions share.

Optional members default to None and are then left out of the JSON.
"""

from datetime import UTC, datetime

import msgspec

from livegate.contract.enums import LivenessDecision, OperationState, QualityForRecognition

REFERENCE_TYPE = "image"
"""What every official example says, though the enumeration in the schema does not have it (deviation D-04)."""


class WireStruct(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Base of all answers: camel-case names, absent members left out."""


class FaceRectangle(WireStruct, frozen=True, kw_only=True):
    """A face's bounding box in whole pixels."""

    top: int
    left: int
    width: int
    height: int


NO_FACE = FaceRectangle(top=0, left=0, width=0, height=0)
"""Where the schema demands a rectangle and no face was seen (deviation D-09)."""


class ColorTarget(WireStruct, frozen=True, kw_only=True):
    """The face that was judged in the colour image."""

    face_rectangle: FaceRectangle


class DecisionTargets(WireStruct, frozen=True, kw_only=True):
    """What was judged, by kind of image."""

    color: ColorTarget


class VerifyOutputs(WireStruct, frozen=True, kw_only=True):
    """How the face compares with the verify image; ``match_confidence`` is 0 to 1."""

    match_confidence: float
    is_identical: bool


class AttemptResult(WireStruct, frozen=True, kw_only=True):
    """An attempt that was judged; the last three members are for what the session asked for."""

    liveness_decision: LivenessDecision
    targets: DecisionTargets
    verify_result: VerifyOutputs | None = None
    digest: str
    session_image_id: str | None = None
    verify_image_hash: str | None = None


class AttemptError(WireStruct, frozen=True, kw_only=True):
    """An attempt that could not be judged; ``code`` is a client error name."""

    code: str
    message: str
    targets: DecisionTargets


class ClientInformation(WireStruct, frozen=True, kw_only=True):
    """Where an attempt came from (v1.3-preview.1)."""

    ip: str


class OtherFlaggedSession(WireStruct, frozen=True, kw_only=True):
    """An attempt that belongs together with a flagged one (v1.3-preview.1); Azure names it after its session."""

    attempt_id: int
    session_id: str
    session_image_id: str | None = None


class AbuseMonitoringResult(WireStruct, frozen=True, kw_only=True):
    """What abuse monitoring found about an attempt (v1.3-preview.1)."""

    is_abuse_detected: bool
    other_flagged_sessions: tuple[OtherFlaggedSession, ...]


class SessionAttempt(WireStruct, frozen=True, kw_only=True):
    """One attempt, with a result, with an error, or with neither while it runs or when it was cancelled."""

    attempt_id: int
    attempt_status: OperationState
    result: AttemptResult | None = None
    error: AttemptError | None = None
    client_information: tuple[ClientInformation, ...] | None = None
    abuse_monitoring_result: AbuseMonitoringResult | None = None


class VerifyReference(WireStruct, frozen=True, kw_only=True):
    """The verify image as the service saw it."""

    reference_type: str
    face_rectangle: FaceRectangle
    quality_for_recognition: QualityForRecognition


class SessionResults(WireStruct, frozen=True, kw_only=True):
    """All attempts, newest first; ``verify_references`` is for sessions with verify, empty while there is no image."""

    attempts: tuple[SessionAttempt, ...]
    verify_references: tuple[VerifyReference, ...] | None = None


class LivenessSession(WireStruct, frozen=True, kw_only=True):
    """A session of either kind: the answer to creation and to GET."""

    session_id: str
    auth_token: str
    status: OperationState
    model_version: str | None = None
    is_abuse_monitoring_enabled: bool | None = None
    expected_client_ip_address: str | None = None
    results: SessionResults


def format_datetime(moment: datetime) -> str:
    """Return an aware datetime as RFC 3339 in UTC with milliseconds and ``Z``, as the official examples have it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
