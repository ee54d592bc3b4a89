"""A session as a value: what was asked for, what has happened to it, and what follows from that at a given time.

Times are aware UTC datetimes. Nothing here reads a clock: states that depend on time are derived by the caller's
``now``.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from livegate.liveness.challenge import Challenge
from livegate.liveness.observation import FaceRectangle
from livegate.liveness.verdict import Decision, Reason, RecognitionQuality


class SessionKind(StrEnum):
    """The two kinds of sessions; each is blind to the other's ids."""

    LIVENESS = "liveness"
    LIVENESS_WITH_VERIFY = "livenessWithVerify"


class OperationMode(StrEnum):
    """What the person is asked to do: nothing, or to smile and turn the head."""

    PASSIVE = "Passive"
    PASSIVE_ACTIVE = "PassiveActive"


LONGEST_SESSION_LIFETIME = 172_800
"""Seconds: Azure keeps a session 48 hours after its creation (concept page on data and privacy)."""


class SessionRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the app backend asked for; limits and conditions between fields are the contract's and already checked.

    ``token_lifetime`` and ``session_lifetime`` are in seconds; the token does not outlive the session.
    ``attempts_allowed`` counts every attempt, the first one included.
    ``abuse_monitoring_supported``: the caller's API version has it.
    """

    kind: SessionKind
    operation_mode: OperationMode
    token_lifetime: int
    attempts_allowed: int
    device_correlation_id: str | None = None
    device_correlation_id_set_in_client: bool = False
    user_correlation_id: str | None = None
    user_correlation_id_set_in_client: bool = False
    expected_client_ip: str | None = None
    session_image_enabled: bool = False
    verify_image_hash_returned: bool = False
    verify_confidence_threshold: float | None = None
    results_sent_to_client: bool = False
    model_version: str | None = None
    abuse_monitoring_supported: bool = False
    session_lifetime: int = LONGEST_SESSION_LIFETIME


class VerifyReference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The verify image as far as it is kept.

    Where its face is, how good it is, its template (640 float32) and SHA-256.
    """

    face_rectangle: FaceRectangle
    quality: RecognitionQuality
    embedding: bytes
    image_hash: str


class Verification(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the captured face compares with the verify image; ``match_confidence`` is 0..1."""

    match_confidence: float
    is_identical: bool


class Judged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="judged"):
    """The attempt was judged; ``face_captured_at``, in seconds, is when the frame of ``face_rectangle`` was taken.

    ``digest``: upper-case hexadecimal SHA-256 over the uploaded bytes in order. ``operating_point`` and the numbers
    after it are those of the verdict; the point is "" where the attempt was judged before points were kept. ``models``:
    names and versions of the models that looked.
    """

    decision: Decision
    reasons: tuple[Reason, ...]
    face_rectangle: FaceRectangle
    face_captured_at: float
    digest: str
    operating_point: str = ""
    total: float = 0.0
    accept_from: float = 0.0
    reject_below: float = 0.0
    models: tuple[str, ...] = ()
    session_image_id: str | None = None
    verification: Verification | None = None
    verify_image_hash: str | None = None


class Refused(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="refused"):
    """The attempt could not be judged, for a reason the person can mend."""

    code: str
    message: str
    reasons: tuple[Reason, ...] = ()
    face_rectangle: FaceRectangle | None = None
    digest: str | None = None


class Canceled(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="canceled"):
    """The device ended the attempt before content was judged; ``code`` is the client's error name."""

    code: str


Outcome = Judged | Refused | Canceled


class Exchange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The device's call as the audit needs it: the request, and what was answered."""

    request_id: str
    client_request_id: str
    received_at: datetime
    url: str
    method: str
    content_length: int
    content_type: str
    user_agent: str | None
    file_name: str
    client_address: str | None
    status_code: int = 0
    latency_milliseconds: int = 0


class Attempt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One try of the device. It runs from ``started_at`` until it has an outcome or ``deadline`` passes.

    ``abuse_detected`` is what was found when it was judged; None where the session is not watched. ``challenge`` is
    what the person is asked to do; None where that is nothing. ``claimed_by`` is the process that judges it.
    """

    attempt_id: int
    started_at: datetime
    deadline: datetime
    finished_at: datetime | None = None
    outcome: Outcome | None = None
    exchange: Exchange | None = None
    abuse_detected: bool | None = None
    challenge: Challenge | None = None
    claimed_by: str | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A session with everything that has happened to it.

    ``revision`` counts its stored states from 1; the archive counts it on.
    """

    session_id: str
    resource: str
    created_at: datetime
    expires_at: datetime
    token_expires_at: datetime
    auth_token: str
    request: SessionRequest
    revision: int = 1
    reference: VerifyReference | None = None
    started_at: datetime | None = None
    device_correlation_id: str | None = None
    user_correlation_id: str | None = None
    abuse_monitored: bool = False
    attempts: tuple[Attempt, ...] = ()
