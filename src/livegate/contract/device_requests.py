"""What a device sends beside its capture. Azure has not published these bodies: they are livegate's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from livegate.contract.client_errors import ClientError
from livegate.contract.error_catalogue import INVALID_DEVICE_CORRELATION_ID, INVALID_USER_CORRELATION_ID
from livegate.contract.errors import ErrorEntry, ServiceError
from livegate.contract.fields import Fields, find_choice
from livegate.contract.requests import correlation_id_fault


@dataclass(frozen=True, slots=True)
class StartSession:
    """A device begins an attempt; it brings the ids that the app backend left to it.

    ``is_extended``: the person needs more time to do what is asked.
    """

    device_correlation_id: str | None
    user_correlation_id: str | None
    is_extended: bool


@dataclass(frozen=True, slots=True)
class EndAttempt:
    """A device gives its attempt up."""

    reason: ClientError


def parse_start_session(fields: Mapping[str, object]) -> StartSession:
    """Return the request.

    Raises ``ServiceError`` (400) for an id that is blank, no text or over 64 characters, and for an ``extendedTime``
    that is neither true nor false.
    """
    known = Fields(fields)
    return StartSession(
        device_correlation_id=_correlation_id(known, "deviceCorrelationId", INVALID_DEVICE_CORRELATION_ID),
        user_correlation_id=_correlation_id(known, "userCorrelationId", INVALID_USER_CORRELATION_ID),
        is_extended=known.boolean("extendedTime"),
    )


def parse_end_attempt(fields: Mapping[str, object]) -> EndAttempt:
    """Return the request; a reason that is missing or unknown, as from a newer client, is ``Unexpected``."""
    reason = find_choice(ClientError, Fields(fields).value("reason"))
    return EndAttempt(reason=reason or ClientError.UNEXPECTED)


def _correlation_id(fields: Fields, name: str, entry: ErrorEntry) -> str | None:
    value = fields.value(name)
    if value is None:
        return None
    fault = correlation_id_fault(name, value)
    if fault is not None:
        raise ServiceError(entry, fault)
    return fields.text(name)
