"""Answers to the device. Azure has not published them: they are livegate's own (deviation D-15)."""

from livegate.contract.enums import LivenessDecision, LivenessOperationMode
from livegate.contract.preview_responses import PreviewTarget, PreviewVerifyOutputs
from livegate.contract.responses import WireStruct


class ScheduledPrompt(WireStruct, frozen=True, kw_only=True):
    """An action to ask for, and when a recording shows it: in seconds from its first frame."""

    action: str
    shown_at: float
    until: float


class AttemptStarted(WireStruct, frozen=True, kw_only=True):
    """An attempt is open until ``attempt_deadline``; ``attempts_left`` may follow it.

    ``challenge`` is in answers of PassiveActive sessions only.
    """

    attempt_id: int
    attempts_left: int
    attempt_deadline: str
    liveness_operation_mode: LivenessOperationMode
    verify_image_required: bool
    challenge: tuple[ScheduledPrompt, ...] | None = None


class AttemptJudged(WireStruct, frozen=True, kw_only=True):
    """The capture was judged. How is said only in preview sessions with ``sendResultsToClient``."""

    result_id: str
    digest: str
    liveness_decision: LivenessDecision | None = None
    target: PreviewTarget | None = None
    model_version_used: str | None = None
    verify_result: PreviewVerifyOutputs | None = None


class AttemptEnded(WireStruct, frozen=True, kw_only=True):
    """The attempt is over; the same token serves ``attempts_left`` more."""

    attempts_left: int
