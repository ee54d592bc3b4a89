"""The errors that test mode can force, by the words that stand for them in a magic correlation id."""

from types import MappingProxyType

from livegate.contract import error_catalogue as catalogue
from livegate.contract.errors import ServiceError

RETRY_AFTER_SCRIPTED = 1
"""Seconds: as short as the header can say."""

SCRIPTED_REFUSALS = MappingProxyType(
    {
        "InvalidRequestBody": catalogue.INVALID_REQUEST_BODY,
        "InvalidTokenLifetime": catalogue.INVALID_TOKEN_LIFETIME,
        "InvalidLivenessOperationMode": catalogue.INVALID_LIVENESS_OPERATION_MODE,
        "InvalidDeviceCorrelationId": catalogue.INVALID_DEVICE_CORRELATION_ID,
        "InvalidImage": catalogue.IMAGE_WITHOUT_FACE,
        "InvalidImageSize": catalogue.IMAGE_TOO_LARGE,
        "InvalidSessionId": catalogue.INVALID_SESSION_ID,
        "401": catalogue.ACCESS_DENIED,
        "403-quota": catalogue.CALL_QUOTA_EXCEEDED,
        "403-permission": catalogue.PERMISSION_DENIED,
        "UnsupportedFeature": catalogue.UNSUPPORTED_FEATURE,
        "CorrelationIdFlagged": catalogue.CORRELATION_ID_FLAGGED,
        "404": catalogue.SESSION_NOT_FOUND,
        "408": catalogue.REQUEST_TIMEOUT,
        "409": catalogue.CONCURRENT_OPERATION_CONFLICT,
        "413": catalogue.REQUEST_TOO_LARGE,
        "415": catalogue.INVALID_MEDIA_TYPE,
        "429": catalogue.RATE_LIMIT_EXCEEDED,
        "500": catalogue.INTERNAL_SERVER_ERROR,
        "503": catalogue.SERVICE_UNAVAILABLE,
        "SessionNotFound": catalogue.SESSION_NOT_FOUND,
        "ConcurrentOperationConflict": catalogue.CONCURRENT_OPERATION_CONFLICT,
    }
)

_REPEATABLE = frozenset({catalogue.RATE_LIMIT_EXCEEDED, catalogue.SERVICE_UNAVAILABLE})


def scripted_refusal(word: str) -> ServiceError:
    """Return the answer that ``word`` stands for, with ``Retry-After`` where it may be repeated."""
    entry = SCRIPTED_REFUSALS[word]
    return ServiceError(
        entry, "Test mode forces this answer.", retry_after=RETRY_AFTER_SCRIPTED if entry in _REPEATABLE else None
    )
