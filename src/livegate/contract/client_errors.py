"""The names by which a device tells why an attempt came to nothing, with a sentence each for the app backend.

Source: the ``LivenessError`` and ``RecognitionError`` enumerations of Azure's web, Android and iOS client packages.
"""

from enum import StrEnum
from types import MappingProxyType


class ClientError(StrEnum):
    """Azure's client error names."""

    TIMED_OUT = "TimedOut"
    INVALID_TOKEN = "InvalidToken"  # noqa: S105  # an error's name, not a secret
    CAMERA_PERMISSION_DENIED = "CameraPermissionDenied"
    CAMERA_STARTUP_FAILURE = "CameraStartupFailure"
    NO_FACE_DETECTED = "NoFaceDetected"
    FACE_TRACKING_FAILED = "FaceTrackingFailed"
    FACE_MOUTH_REGION_NOT_VISIBLE = "FaceMouthRegionNotVisible"
    FACE_EYE_REGION_NOT_VISIBLE = "FaceEyeRegionNotVisible"
    FACE_WITH_MASK_DETECTED = "FaceWithMaskDetected"
    FACE_NOT_FRONTAL = "FaceNotFrontal"
    EXCESSIVE_IMAGE_BLUR_DETECTED = "ExcessiveImageBlurDetected"
    EXCESSIVE_FACE_BRIGHTNESS = "ExcessiveFaceBrightness"
    ENVIRONMENT_NOT_SUPPORTED = "EnvironmentNotSupported"
    SMILE_NOT_PERFORMED = "SmileNotPerformed"
    HEAD_TURN_NOT_PERFORMED = "HeadTurnNotPerformed"
    USER_CANCELED_SESSION = "UserCanceledSession"
    USER_CANCELED_ACTIVE_MOTION = "UserCanceledActiveMotion"
    USER_CANCELED_ACTIVE_MOTION_PROMPT = "UserCanceledActiveMotionPrompt"
    SERVER_REQUEST_TIMED_OUT = "ServerRequestTimedOut"
    SERVER_TIMED_OUT = "ServerTimedOut"
    UNEXPECTED_CLIENT_ERROR = "UnexpectedClientError"
    UNEXPECTED_SERVER_ERROR = "UnexpectedServerError"
    CLIENT_VERSION_NOT_SUPPORTED = "ClientVersionNotSupported"
    VERIFY_IMAGE_NOT_PROVIDED = "VerifyImageNotProvided"
    SET_VERIFY_IMAGE_NOT_ALLOWED = "SetVerifyImageNotAllowed"
    FACE_NOT_FOUND = "FaceNotFound"
    MULTIPLE_FACE_FOUND = "MultipleFaceFound"
    CONTENT_DECODING_ERROR = "ContentDecodingError"
    IMAGE_SIZE_IS_TOO_LARGE = "ImageSizeIsTooLarge"
    IMAGE_SIZE_IS_TOO_SMALL = "ImageSizeIsTooSmall"
    UNSUPPORTED_MEDIA_TYPE = "UnsupportedMediaType"
    GENERIC_FAILURE = "GenericFailure"
    UNEXPECTED = "Unexpected"

    @property
    def message(self) -> str:
        """One plain sentence for the app backend."""
        return _MESSAGES[self]


_MESSAGES = MappingProxyType(
    {
        ClientError.TIMED_OUT: "The attempt was not completed in time.",
        ClientError.INVALID_TOKEN: "The session auth token was missing, malformed or expired.",
        ClientError.CAMERA_PERMISSION_DENIED: "Access to the camera was refused.",
        ClientError.CAMERA_STARTUP_FAILURE: "The camera could not be started.",
        ClientError.NO_FACE_DETECTED: "No face was in view.",
        ClientError.FACE_TRACKING_FAILED: "The face was lost, or another one came into view.",
        ClientError.FACE_MOUTH_REGION_NOT_VISIBLE: "The mouth region was covered or out of view.",
        ClientError.FACE_EYE_REGION_NOT_VISIBLE: "The eye region was covered or out of view.",
        ClientError.FACE_WITH_MASK_DETECTED: "Mask detected on face image.",
        ClientError.FACE_NOT_FRONTAL: "The face was not turned to the camera.",
        ClientError.EXCESSIVE_IMAGE_BLUR_DETECTED: "The image was too blurry.",
        ClientError.EXCESSIVE_FACE_BRIGHTNESS: "The face was too bright or unevenly lit.",
        ClientError.ENVIRONMENT_NOT_SUPPORTED: "The lighting cannot be used in this session's mode.",
        ClientError.SMILE_NOT_PERFORMED: "The person did not smile when asked to.",
        ClientError.HEAD_TURN_NOT_PERFORMED: "The person did not turn the head when asked to.",
        ClientError.USER_CANCELED_SESSION: "The person cancelled the session.",
        ClientError.USER_CANCELED_ACTIVE_MOTION: "The person cancelled while asked to smile or to turn the head.",
        ClientError.USER_CANCELED_ACTIVE_MOTION_PROMPT: "The person declined to be asked for motion.",
        ClientError.SERVER_REQUEST_TIMED_OUT: "The server did not answer the device in time.",
        ClientError.SERVER_TIMED_OUT: "The server did not answer the device in time.",
        ClientError.UNEXPECTED_CLIENT_ERROR: "The server refused a request of the device.",
        ClientError.UNEXPECTED_SERVER_ERROR: "The server failed at a request of the device.",
        ClientError.CLIENT_VERSION_NOT_SUPPORTED: "The client is too old for this server.",
        ClientError.VERIFY_IMAGE_NOT_PROVIDED: "The session compares with a verify image, and none was sent.",
        ClientError.SET_VERIFY_IMAGE_NOT_ALLOWED: "The device may not send a verify image in this session.",
        ClientError.FACE_NOT_FOUND: "The verify image shows no face.",
        ClientError.MULTIPLE_FACE_FOUND: "The verify image shows several faces.",
        ClientError.CONTENT_DECODING_ERROR: "The content could not be decoded.",
        ClientError.IMAGE_SIZE_IS_TOO_LARGE: "The image was too large.",
        ClientError.IMAGE_SIZE_IS_TOO_SMALL: "The image was too small.",
        ClientError.UNSUPPORTED_MEDIA_TYPE: "The content is of a type that is not supported.",
        ClientError.GENERIC_FAILURE: "The face could not be compared.",
        ClientError.UNEXPECTED: "The device failed for a reason of its own.",
    }
)
