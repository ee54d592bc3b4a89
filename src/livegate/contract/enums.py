"""Azure's enumerations, word for word as they stand in the OpenAPI files."""

from enum import StrEnum


class SessionKind(StrEnum):
    """The two kinds of sessions, named after their collections."""

    LIVENESS = "liveness"
    LIVENESS_WITH_VERIFY = "livenessWithVerify"


class LivenessOperationMode(StrEnum):
    """What the person is asked to do."""

    PASSIVE = "Passive"
    PASSIVE_ACTIVE = "PassiveActive"


class LivenessDecision(StrEnum):
    """How an attempt was judged."""

    UNCERTAIN = "uncertain"
    REAL_FACE = "realface"
    SPOOF_FACE = "spoofface"


class FaceSessionStatus(StrEnum):
    """State of a session in v1.1-preview.1 and v1.2-preview.1."""

    NOT_STARTED = "NotStarted"
    STARTED = "Started"
    RESULT_AVAILABLE = "ResultAvailable"


class OperationState(StrEnum):
    """State of a session and of an attempt from v1.2 on."""

    NOT_STARTED = "NotStarted"
    RUNNING = "Running"
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    CANCELED = "Canceled"


class QualityForRecognition(StrEnum):
    """How well a photo serves recognition."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ImageType(StrEnum):
    """What a camera took; livegate takes colour only."""

    COLOR = "Color"
    INFRARED = "Infrared"
    DEPTH = "Depth"
