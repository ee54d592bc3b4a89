"""Every error that an operation can answer, in the order of their status.

Source: Azure's Face error reference and the API portal pages, as collected in the contract notes.
"""

from livegate.contract.errors import ErrorEntry

INVALID_REQUEST_BODY = ErrorEntry(
    400, "InvalidRequestBody", "Incorrect request body provided. Please check the operation schema and try again."
)
INVALID_TOKEN_LIFETIME = ErrorEntry(
    400, "InvalidTokenLifetime", "Invalid authTokenTimeToLiveInSeconds specified. Must be within 60 to 86400."
)
INVALID_SESSION_LIFETIME = ErrorEntry(
    400, "InvalidSessionLifetime", "Invalid livegate-session-lifetime specified in the header."
)
INVALID_LIVENESS_OPERATION_MODE = ErrorEntry(
    400,
    "InvalidLivenessOperationMode",
    "Invalid livenessOperationMode specified. Must be 'Passive' or 'PassiveActive'.",
)
INVALID_DEVICE_CORRELATION_ID = ErrorEntry(
    400,
    "InvalidDeviceCorrelationId",
    "A device correlation ID is required in the request body during session create or session start. "
    "Must not be null or empty, and be no more than 64 characters.",
)
INVALID_USER_CORRELATION_ID = ErrorEntry(
    400,
    "InvalidRequestBody",
    "A user correlation ID is required in the request body during session create or session start. "
    "Must not be null or empty, and be no more than 64 characters.",
)
INVALID_SESSION_ID = ErrorEntry(
    400,
    "InvalidSessionId",
    "Unable to find Session ID. The session has expired or the administrator has deleted the session.",
)
INVALID_START = ErrorEntry(
    400,
    "BadArgument",
    "Start parameter is invalid. Please specify the 'Id' field of the last entry to continue the listing process.",
)
START_TOO_LONG = ErrorEntry(400, "BadArgument", "'start' is too long.")
INVALID_TOP = ErrorEntry(400, "BadArgument", "Top parameter is invalid. Valid range is between 1 and 1000 inclusive.")
INVALID_DETECTION_MODEL = ErrorEntry(400, "BadArgument", "'detectionModel' is invalid.")
INVALID_RECOGNITION_MODEL = ErrorEntry(400, "BadArgument", "'recognitionModel' is invalid.")
INVALID_FACE_ATTRIBUTES = ErrorEntry(400, "BadArgument", "Invalid argument returnFaceAttributes.")
FACE_ATTRIBUTES_NOT_SUPPORTED = ErrorEntry(
    400, "BadArgument", "'returnFaceAttributes' is not supported by detection_02."
)
FACE_LANDMARKS_NOT_SUPPORTED = ErrorEntry(400, "BadArgument", "'returnLandmarks' is not supported by detection_02.")
INVALID_RETURN_FACE_ID = ErrorEntry(400, "BadArgument", "'returnFaceId' is invalid.")
INVALID_RETURN_FACE_LANDMARKS = ErrorEntry(400, "BadArgument", "'returnFaceLandmarks' is invalid.")
INVALID_RETURN_RECOGNITION_MODEL = ErrorEntry(400, "BadArgument", "'returnRecognitionModel' is invalid.")
INVALID_FACE_ID_TIME_TO_LIVE = ErrorEntry(400, "BadArgument", "'faceIdTimeToLive' is invalid.")
IMAGE_UNDECODABLE = ErrorEntry(400, "InvalidImage", "Decoding error, image format unsupported.")
IMAGE_WITHOUT_FACE = ErrorEntry(400, "InvalidImage", "No face detected in the image.")
IMAGE_WITH_SEVERAL_FACES = ErrorEntry(400, "InvalidImage", "There is more than 1 face in the image.")
IMAGE_TOO_SMALL = ErrorEntry(400, "InvalidImageSize", "Image size is too small.")
IMAGE_TOO_LARGE = ErrorEntry(400, "InvalidImageSize", "Image size is too big.")
VERIFY_IMAGE_NOT_PROVIDED = ErrorEntry(
    400, "VerifyImageNotProvided", "The session compares with a verify image, and none has been sent."
)
SET_VERIFY_IMAGE_NOT_ALLOWED = ErrorEntry(
    400, "SetVerifyImageNotAllowed", "A device may not send a verify image in this session."
)
MALFORMED_REQUEST = ErrorEntry(400, "400", "The request is not valid HTTP.", is_gateway=True)

ACCESS_DENIED = ErrorEntry(
    401,
    "401",
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an "
    "active subscription and use a correct regional API endpoint for your resource.",
    is_gateway=True,
    legacy_code="Unspecified",
    legacy_message="Access denied due to invalid subscription key. Make sure you are subscribed to an API you are "
    "trying to call and provide the right key.",
)
ACCESS_TOKEN_REFUSED = ErrorEntry(
    401,
    "401",
    "Unauthorized. Access token is missing, invalid, audience is incorrect, or have expired.",
    is_gateway=True,
    legacy_code="Unspecified",
)
SESSION_TOKEN_REFUSED = ErrorEntry(
    401,
    "401",
    "Access denied due to invalid session auth token. It is missing, malformed, expired, or its session was deleted.",
    is_gateway=True,
    legacy_code="Unspecified",
)

SESSION_TOKEN_NOT_ALLOWED = ErrorEntry(
    403, "403", "A session auth token opens the device operations only. Use a subscription key here.", is_gateway=True
)
SUBSCRIPTION_KEY_NOT_ALLOWED = ErrorEntry(
    403, "403", "A subscription key does not open the device operations. Use the session auth token.", is_gateway=True
)
ORIGIN_NOT_ALLOWED = ErrorEntry(
    403, "OriginNotAllowed", "A page of this origin may not call this operation.", is_gateway=True
)
TRY_IT_ELSEWHERE = ErrorEntry(
    403,
    "TryItElsewhere",
    "Without a key the page works on the server's own machine alone, for the user who runs the server.",
)
UNSUPPORTED_FEATURE = ErrorEntry(
    403,
    "UnsupportedFeature",
    "Feature is not supported, missing approval for one or more of the following features: "
    "Identification, Verification.",
)
PERMISSION_DENIED = ErrorEntry(
    403, "PermissionDenied", "Principal does not have access to API/Operation.", is_gateway=True
)
CLIENT_ADDRESS_NOT_EXPECTED = ErrorEntry(
    403,
    "ClientIpAddressNotExpected",
    "The session takes device calls from its expectedClientIpAddress only, and this call came from another address.",
)
CORRELATION_ID_FLAGGED = ErrorEntry(
    403,
    "CorrelationIdFlagged",
    "A correlation ID is flagged for abuse: too many spoof attempts were made under it within 24 hours. "
    "Issue a new ID, or try again later.",
)
CLIENT_ATTEMPTS_EXHAUSTED = ErrorEntry(
    403, "ClientAttemptsExhausted", "All client attempts that the session allows have been made. Create a new session."
)
CALL_QUOTA_EXCEEDED = ErrorEntry(403, "403", "Out of call volume quota.", is_gateway=True)

RESOURCE_NOT_FOUND = ErrorEntry(404, "404", "Resource not found.", is_gateway=True)
SESSION_NOT_FOUND = ErrorEntry(
    404,
    "SessionNotFound",
    "Session ID is not found. The session ID is expired or does not exist.",
    legacy_message="Session Id is not found. The session id is expired or does not exist.",
)
SESSION_IMAGE_NOT_FOUND = ErrorEntry(
    404,
    "SessionImageNotFound",
    "Session image ID is not found. Its session is expired or deleted, or the session image ID does not exist.",
)
ERASURE_NOT_FOUND = ErrorEntry(
    404, "ErasureNotFound", "Receipt ID is not found. No session of this resource was erased under it."
)

METHOD_NOT_ALLOWED = ErrorEntry(405, "405", "The resource does not support this method.", is_gateway=True)
REQUEST_TIMEOUT = ErrorEntry(408, "408", "The request was not received in time.", is_gateway=True)
CONCURRENT_OPERATION_CONFLICT = ErrorEntry(
    409, "ConcurrentOperationConflict", "There is a conflict operation on resource session, please try later."
)
REQUEST_TOO_LARGE = ErrorEntry(413, "413", "The request body is too large.", is_gateway=True)
INVALID_MEDIA_TYPE = ErrorEntry(415, "BadArgument", "Invalid Media Type.")
UPGRADE_REQUIRED = ErrorEntry(426, "426", "This operation is a WebSocket.", is_gateway=True)
RATE_LIMIT_EXCEEDED = ErrorEntry(429, "429", "Rate limit is exceeded.", is_gateway=True)
REQUEST_HEAD_TOO_LARGE = ErrorEntry(431, "431", "The request line and the headers are too large.", is_gateway=True)
INTERNAL_SERVER_ERROR = ErrorEntry(500, "Unspecified", "Internal server error")
SERVICE_UNAVAILABLE = ErrorEntry(503, "503", "The service is busy, please try later.", is_gateway=True)


def capture_refused(code: str, message: str) -> ErrorEntry:
    """Return the entry for a capture that cannot be judged: its code is the client error's name."""
    return ErrorEntry(400, code, message)


ERROR_CATALOGUE: tuple[ErrorEntry, ...] = (
    INVALID_REQUEST_BODY,
    INVALID_TOKEN_LIFETIME,
    INVALID_SESSION_LIFETIME,
    INVALID_LIVENESS_OPERATION_MODE,
    INVALID_DEVICE_CORRELATION_ID,
    INVALID_USER_CORRELATION_ID,
    INVALID_SESSION_ID,
    INVALID_START,
    START_TOO_LONG,
    INVALID_TOP,
    INVALID_DETECTION_MODEL,
    INVALID_RECOGNITION_MODEL,
    INVALID_FACE_ATTRIBUTES,
    FACE_ATTRIBUTES_NOT_SUPPORTED,
    FACE_LANDMARKS_NOT_SUPPORTED,
    INVALID_RETURN_FACE_ID,
    INVALID_RETURN_FACE_LANDMARKS,
    INVALID_RETURN_RECOGNITION_MODEL,
    INVALID_FACE_ID_TIME_TO_LIVE,
    IMAGE_UNDECODABLE,
    IMAGE_WITHOUT_FACE,
    IMAGE_WITH_SEVERAL_FACES,
    IMAGE_TOO_SMALL,
    IMAGE_TOO_LARGE,
    VERIFY_IMAGE_NOT_PROVIDED,
    SET_VERIFY_IMAGE_NOT_ALLOWED,
    MALFORMED_REQUEST,
    ACCESS_DENIED,
    ACCESS_TOKEN_REFUSED,
    SESSION_TOKEN_REFUSED,
    SESSION_TOKEN_NOT_ALLOWED,
    SUBSCRIPTION_KEY_NOT_ALLOWED,
    PERMISSION_DENIED,
    ORIGIN_NOT_ALLOWED,
    TRY_IT_ELSEWHERE,
    UNSUPPORTED_FEATURE,
    CLIENT_ADDRESS_NOT_EXPECTED,
    CORRELATION_ID_FLAGGED,
    CLIENT_ATTEMPTS_EXHAUSTED,
    CALL_QUOTA_EXCEEDED,
    RESOURCE_NOT_FOUND,
    SESSION_NOT_FOUND,
    SESSION_IMAGE_NOT_FOUND,
    ERASURE_NOT_FOUND,
    METHOD_NOT_ALLOWED,
    REQUEST_TIMEOUT,
    CONCURRENT_OPERATION_CONFLICT,
    REQUEST_TOO_LARGE,
    INVALID_MEDIA_TYPE,
    UPGRADE_REQUIRED,
    RATE_LIMIT_EXCEEDED,
    REQUEST_HEAD_TOO_LARGE,
    INTERNAL_SERVER_ERROR,
    SERVICE_UNAVAILABLE,
)
