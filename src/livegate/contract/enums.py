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


class DetectionModel(StrEnum):
    """Azure's detectors."""

    DETECTION_01 = "detection_01"
    DETECTION_02 = "detection_02"
    DETECTION_03 = "detection_03"


class RecognitionModel(StrEnum):
    """Azure's recognition models."""

    RECOGNITION_01 = "recognition_01"
    RECOGNITION_02 = "recognition_02"
    RECOGNITION_03 = "recognition_03"
    RECOGNITION_04 = "recognition_04"


class FaceAttributeType(StrEnum):
    """What can be asked of a face; livegate measures some of it."""

    HEAD_POSE = "headPose"
    GLASSES = "glasses"
    OCCLUSION = "occlusion"
    ACCESSORIES = "accessories"
    BLUR = "blur"
    EXPOSURE = "exposure"
    NOISE = "noise"
    MASK = "mask"
    QUALITY_FOR_RECOGNITION = "qualityForRecognition"
    AGE = "age"
    SMILE = "smile"
    FACIAL_HAIR = "facialHair"
    HAIR = "hair"


class BlurLevel(StrEnum):
    """How blurred a face is, ascending."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ExposureLevel(StrEnum):
    """How brightly a face is exposed, ascending."""

    UNDER_EXPOSURE = "underExposure"
    GOOD_EXPOSURE = "goodExposure"
    OVER_EXPOSURE = "overExposure"


class NoiseLevel(StrEnum):
    """How noisy a face is, ascending."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
