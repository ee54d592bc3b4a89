"""From what the use cases refuse to what the contract answers."""

from starlette.exceptions import HTTPException

from livegate.access.call_counter import CallCountUnavailableError
from livegate.contract import error_catalogue as catalogue
from livegate.contract.errors import ErrorEntry, ServiceError
from livegate.http.scripted_refusals import scripted_refusal
from livegate.liveness.observation import MediaFault, ObserverBusyError, ObserverMissingError, UnreadableMediaError
from livegate.sessions.errors import (
    AttemptConflictError,
    AttemptsExhaustedError,
    CaptureTooLargeError,
    DeviceCorrelationIdMissingError,
    DeviceCorrelationIdRefusedError,
    FlaggedCorrelationIdError,
    FramesDisorderedError,
    FramesTooFastError,
    ImageNotFoundError,
    ScriptedRefusalError,
    SessionNotFoundError,
    StreamNotResumableError,
    UnexpectedClientAddressError,
    UserCorrelationIdMissingError,
    UserCorrelationIdRefusedError,
    VerifyImageNotAllowedError,
    VerifyImageNotProvidedError,
    VerifyImageRefusedError,
)
from livegate.sessions.ports import StoreUnavailableError

RETRY_AFTER_BUSY = 2
"""Seconds: about the time one capture takes."""

_ENTRIES: dict[type[Exception], ErrorEntry] = {
    SessionNotFoundError: catalogue.SESSION_NOT_FOUND,
    ImageNotFoundError: catalogue.SESSION_IMAGE_NOT_FOUND,
    DeviceCorrelationIdMissingError: catalogue.INVALID_DEVICE_CORRELATION_ID,
    DeviceCorrelationIdRefusedError: catalogue.INVALID_DEVICE_CORRELATION_ID,
    UserCorrelationIdMissingError: catalogue.INVALID_USER_CORRELATION_ID,
    UserCorrelationIdRefusedError: catalogue.INVALID_USER_CORRELATION_ID,
    ObserverMissingError: catalogue.SERVICE_UNAVAILABLE,
    AttemptsExhaustedError: catalogue.CLIENT_ATTEMPTS_EXHAUSTED,
    FlaggedCorrelationIdError: catalogue.CORRELATION_ID_FLAGGED,
    UnexpectedClientAddressError: catalogue.CLIENT_ADDRESS_NOT_EXPECTED,
    AttemptConflictError: catalogue.CONCURRENT_OPERATION_CONFLICT,
    FramesDisorderedError: catalogue.INVALID_REQUEST_BODY,
    CaptureTooLargeError: catalogue.REQUEST_TOO_LARGE,
    FramesTooFastError: catalogue.RATE_LIMIT_EXCEEDED,
    StreamNotResumableError: catalogue.RESOURCE_NOT_FOUND,
    VerifyImageNotProvidedError: catalogue.VERIFY_IMAGE_NOT_PROVIDED,
    VerifyImageNotAllowedError: catalogue.SET_VERIFY_IMAGE_NOT_ALLOWED,
}

_PAGE_ENTRIES = {405: catalogue.METHOD_NOT_ALLOWED}

_MEDIA_ENTRIES = {
    MediaFault.UNSUPPORTED_TYPE: catalogue.IMAGE_UNDECODABLE,
    MediaFault.UNDECODABLE: catalogue.IMAGE_UNDECODABLE,
    MediaFault.TOO_SMALL: catalogue.IMAGE_TOO_SMALL,
    MediaFault.TOO_LARGE: catalogue.IMAGE_TOO_LARGE,
}

_FACE_ENTRIES = {
    "FaceNotFound": catalogue.IMAGE_WITHOUT_FACE,
    "MultipleFaceFound": catalogue.IMAGE_WITH_SEVERAL_FACES,
}


def service_error(error: Exception) -> ServiceError | None:
    """Return the contract's answer for an expected failure, or None for a defect."""
    if isinstance(error, ServiceError):
        return error
    if isinstance(error, HTTPException):
        return ServiceError(_PAGE_ENTRIES.get(error.status_code, catalogue.RESOURCE_NOT_FOUND))
    if isinstance(error, VerifyImageRefusedError | ScriptedRefusalError | UnreadableMediaError):
        return _error_by_content(error)
    if isinstance(error, ObserverBusyError | StoreUnavailableError | CallCountUnavailableError):
        return ServiceError(catalogue.SERVICE_UNAVAILABLE, retry_after=RETRY_AFTER_BUSY)
    entry = _ENTRIES.get(type(error))
    return None if entry is None else ServiceError(entry, str(error))


def _error_by_content(error: VerifyImageRefusedError | ScriptedRefusalError | UnreadableMediaError) -> ServiceError:
    if isinstance(error, ScriptedRefusalError):
        return scripted_refusal(error.refusal)
    if isinstance(error, UnreadableMediaError):
        return ServiceError(_MEDIA_ENTRIES[error.fault], error.detail)
    if error.fault is not None:
        return ServiceError(_MEDIA_ENTRIES[error.fault], error.message)
    return ServiceError(_FACE_ENTRIES[error.client_error], error.message)
