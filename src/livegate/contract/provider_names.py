"""What other liveness services call livegate's reasons and client errors, where they have a name for the same thing.

Azure: the client errors of its packages, as in ``client_errors``. AWS: ``LivenessErrorState`` of Amplify UI's
FaceLivenessDetector (github.com/aws-amplify/amplify-ui). iProov: ``FailureReason``, the exceptions and the state
``Canceled`` of its Android SDK (github.com/iProov/android, README). A name stands here only where both mean the same
to the person; None is no oversight.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from livegate.contract.client_errors import ClientError


@dataclass(frozen=True, slots=True)
class ProviderNames:
    """The names of one thing; None where a service has none."""

    azure: str | None = None
    aws: str | None = None
    iproov: str | None = None


NO_NAMES = ProviderNames()
"""Where the others give a decision or a score, and no reason."""

_CLIENT_ERRORS = MappingProxyType(
    {
        ClientError.TIMED_OUT: ("TIMEOUT", None),
        ClientError.INVALID_TOKEN: (None, "ServerException"),
        ClientError.CAMERA_PERMISSION_DENIED: ("CAMERA_ACCESS_ERROR", "CameraPermissionException"),
        ClientError.CAMERA_STARTUP_FAILURE: ("CAMERA_ACCESS_ERROR", "CameraException"),
        ClientError.NO_FACE_DETECTED: (None, None),
        ClientError.FACE_TRACKING_FAILED: (None, "TOO_MUCH_MOVEMENT"),
        ClientError.FACE_MOUTH_REGION_NOT_VISIBLE: (None, "OBSCURED_FACE"),
        ClientError.FACE_EYE_REGION_NOT_VISIBLE: (None, "OBSCURED_FACE"),
        ClientError.FACE_WITH_MASK_DETECTED: (None, "OBSCURED_FACE"),
        ClientError.FACE_NOT_FRONTAL: (None, "MISALIGNED_FACE"),
        ClientError.EXCESSIVE_IMAGE_BLUR_DETECTED: (None, None),
        ClientError.EXCESSIVE_FACE_BRIGHTNESS: (None, "TOO_BRIGHT"),
        ClientError.ENVIRONMENT_NOT_SUPPORTED: (None, "TOO_DARK"),
        ClientError.SMILE_NOT_PERFORMED: (None, None),
        ClientError.HEAD_TURN_NOT_PERFORMED: (None, None),
        ClientError.USER_CANCELED_SESSION: ("onUserCancel", "Canceled"),
        ClientError.USER_CANCELED_ACTIVE_MOTION: ("onUserCancel", "Canceled"),
        ClientError.USER_CANCELED_ACTIVE_MOTION_PROMPT: ("onUserCancel", "Canceled"),
        ClientError.SERVER_REQUEST_TIMED_OUT: ("CONNECTION_TIMEOUT", "NetworkException"),
        ClientError.SERVER_TIMED_OUT: ("CONNECTION_TIMEOUT", "NetworkException"),
        ClientError.UNEXPECTED_CLIENT_ERROR: ("RUNTIME_ERROR", "UnexpectedErrorException"),
        ClientError.UNEXPECTED_SERVER_ERROR: ("SERVER_ERROR", "ServerException"),
        ClientError.CLIENT_VERSION_NOT_SUPPORTED: (None, None),
        ClientError.VERIFY_IMAGE_NOT_PROVIDED: (None, None),
        ClientError.SET_VERIFY_IMAGE_NOT_ALLOWED: (None, None),
        ClientError.FACE_NOT_FOUND: (None, None),
        ClientError.MULTIPLE_FACE_FOUND: ("MULTIPLE_FACES_ERROR", "MULTIPLE_FACES"),
        ClientError.CONTENT_DECODING_ERROR: (None, None),
        ClientError.IMAGE_SIZE_IS_TOO_LARGE: (None, None),
        ClientError.IMAGE_SIZE_IS_TOO_SMALL: (None, None),
        ClientError.UNSUPPORTED_MEDIA_TYPE: (None, None),
        ClientError.GENERIC_FAILURE: (None, None),
        ClientError.UNEXPECTED: ("RUNTIME_ERROR", "UnexpectedErrorException"),
    }
)

CLIENT_ERROR_NAMES: Mapping[ClientError, ProviderNames] = MappingProxyType(
    {error: ProviderNames(error.value, aws, iproov) for error, (aws, iproov) in _CLIENT_ERRORS.items()}
)
"""Every client error with its names."""
