"""Answers of the explanation, an extension of livegate's own: the same in every API version (deviation D-44)."""

from livegate.contract.enums import LivenessDecision, OperationState
from livegate.contract.responses import WireStruct


class ExplainedReason(WireStruct, frozen=True, kw_only=True):
    """One measured value against its limit; ``cue`` and ``weight`` are there where a cue was weighed.

    At ``limit`` the value says neither, and for a quality gate it is the last that is accepted. ``quality`` is 0 to 1.
    ``weight``, a natural log-likelihood ratio, is above 0 for a living person and below 0 against one.
    """

    code: str
    cue: str | None = None
    value: float
    limit: float
    quality: float | None = None
    weight: float | None = None
    description: str


class Weighing(WireStruct, frozen=True, kw_only=True):
    """How the weights were decided upon: a real face from ``accept_from`` on, a spoof below ``reject_below``."""

    operating_point: str
    total: float
    accept_from: float
    reject_below: float


class ExplainedError(WireStruct, frozen=True, kw_only=True):
    """Why the attempt was not judged: a client error, with what can be done about it."""

    code: str
    message: str


class ExplainedAttempt(WireStruct, frozen=True, kw_only=True):
    """One attempt; ``weighing`` is left out where none took place, ``models`` where nothing was looked at."""

    attempt_id: int
    attempt_status: OperationState
    liveness_decision: LivenessDecision | None = None
    error: ExplainedError | None = None
    weighing: Weighing | None = None
    reasons: tuple[ExplainedReason, ...]
    models: tuple[str, ...] | None = None


class SessionExplanation(WireStruct, frozen=True, kw_only=True):
    """All attempts of a session, newest first."""

    session_id: str
    attempts: tuple[ExplainedAttempt, ...]
