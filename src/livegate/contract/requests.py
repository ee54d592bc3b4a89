"""The request that creates a session: its fields by version, and what they must satisfy."""

from collections.abc import Mapping
from functools import cache
from ipaddress import ip_network

import msgspec

from livegate.contract.enums import LivenessOperationMode, SessionKind
from livegate.contract.error_catalogue import (
    INVALID_DEVICE_CORRELATION_ID,
    INVALID_LIVENESS_OPERATION_MODE,
    INVALID_REQUEST_BODY,
    INVALID_TOKEN_LIFETIME,
    INVALID_USER_CORRELATION_ID,
)
from livegate.contract.errors import ServiceError
from livegate.contract.fields import Fields, find_choice, shown
from livegate.contract.versions import ApiVersion

DEFAULT_TOKEN_LIFETIME = 600
TOKEN_LIFETIME_RANGE = range(60, 86400 + 1)
DEFAULT_CLIENT_ATTEMPTS = 1
CLIENT_ATTEMPTS_RANGE = range(1, 3 + 1)
CLIENT_ATTEMPTS_BEFORE_V1_3 = 3
"""The versions before v1.3-preview.1 let a device try "up to 3" times with one token (descriptions of 2024)."""
CORRELATION_ID_LENGTH = 64


class CreateSession(msgspec.Struct, frozen=True, kw_only=True):
    """What the app backend asks for, checked. ``token_lifetime`` is in seconds; ``attempts_allowed`` is 1 to 3."""

    kind: SessionKind
    operation_mode: LivenessOperationMode
    token_lifetime: int
    attempts_allowed: int
    device_correlation_id: str | None
    device_correlation_id_set_in_client: bool
    user_correlation_id: str | None
    user_correlation_id_set_in_client: bool
    expected_client_ip: str | None
    session_image_enabled: bool
    verify_image_hash_returned: bool
    verify_confidence_threshold: float | None
    results_sent_to_client: bool
    model_version: str | None


def create_session_fields(kind: SessionKind, version: ApiVersion) -> frozenset[str]:
    """Return the names of the fields that this version knows; it passes over all others."""
    traits = version.traits
    names = {
        "livenessOperationMode",
        "deviceCorrelationIdSetInClient",
        "deviceCorrelationId",
        "authTokenTimeToLiveInSeconds",
    }
    if traits.is_preview_family:
        names.add("sendResultsToClient")
    if traits.has_session_images:
        names.add("enableSessionImage")
        if kind is SessionKind.LIVENESS_WITH_VERIFY:
            names |= {"returnVerifyImageHash", "verifyConfidenceThreshold"}
    if traits.model_field is not None:
        names.add(traits.model_field)
    if traits.has_client_attempts:
        names |= {
            "numberOfClientAttemptsAllowed",
            "userCorrelationId",
            "userCorrelationIdSetInClient",
            "expectedClientIpAddress",
        }
    return frozenset(names)


def parse_create_session(kind: SessionKind, version: ApiVersion, fields: Mapping[str, object]) -> CreateSession:
    """Return the request. ``fields`` are those of a JSON object, or the text fields of a form.

    Raises ``ServiceError`` (400) with the code of the first field that does not hold.
    """
    known = Fields(fields).only(_folded_names(kind, version))
    return CreateSession(
        kind=kind,
        operation_mode=_operation_mode(known),
        token_lifetime=_token_lifetime(known),
        attempts_allowed=_attempts_allowed(known, version),
        device_correlation_id=_device_correlation_id(known),
        device_correlation_id_set_in_client=known.boolean("deviceCorrelationIdSetInClient"),
        user_correlation_id=_user_correlation_id(known, version),
        user_correlation_id_set_in_client=known.boolean("userCorrelationIdSetInClient"),
        expected_client_ip=_expected_client_ip(known),
        session_image_enabled=known.boolean("enableSessionImage"),
        verify_image_hash_returned=known.boolean("returnVerifyImageHash"),
        verify_confidence_threshold=known.share("verifyConfidenceThreshold"),
        results_sent_to_client=known.boolean("sendResultsToClient"),
        model_version=_model_version(known, version),
    )


@cache
def _folded_names(kind: SessionKind, version: ApiVersion) -> frozenset[str]:
    return frozenset(name.lower() for name in create_session_fields(kind, version))


def _operation_mode(fields: Fields) -> LivenessOperationMode:
    value = fields.value("livenessOperationMode")
    if value is None:
        raise ServiceError(INVALID_LIVENESS_OPERATION_MODE, "It is missing.")
    mode = find_choice(LivenessOperationMode, value)
    if mode is None:
        raise ServiceError(INVALID_LIVENESS_OPERATION_MODE, f"You sent {shown(value)}.")
    return mode


def _token_lifetime(fields: Fields) -> int:
    seconds = fields.integer("authTokenTimeToLiveInSeconds")
    if seconds is None:
        return DEFAULT_TOKEN_LIFETIME
    if seconds not in TOKEN_LIFETIME_RANGE:
        raise ServiceError(INVALID_TOKEN_LIFETIME, f"You sent {shown(seconds)}.")
    return seconds


def _attempts_allowed(fields: Fields, version: ApiVersion) -> int:
    if not version.traits.has_client_attempts:
        return CLIENT_ATTEMPTS_BEFORE_V1_3
    attempts = fields.integer("numberOfClientAttemptsAllowed")
    if attempts is None:
        return DEFAULT_CLIENT_ATTEMPTS
    if attempts not in CLIENT_ATTEMPTS_RANGE:
        raise ServiceError(
            INVALID_REQUEST_BODY, f"numberOfClientAttemptsAllowed must be within 1 to 3. You sent {shown(attempts)}."
        )
    return attempts


def _device_correlation_id(fields: Fields) -> str | None:
    fault = _correlation_fault(fields, "deviceCorrelationId")
    if fault is not None:
        raise ServiceError(INVALID_DEVICE_CORRELATION_ID, fault)
    return fields.text("deviceCorrelationId") or None


def _user_correlation_id(fields: Fields, version: ApiVersion) -> str | None:
    if not version.traits.has_client_attempts:
        return None
    fault = _correlation_fault(fields, "userCorrelationId")
    if fault is not None:
        raise ServiceError(INVALID_USER_CORRELATION_ID, fault)
    return fields.text("userCorrelationId") or None


def _correlation_fault(fields: Fields, name: str) -> str | None:
    """Say what is wrong with a correlation id, without repeating it: it is personal."""
    value = fields.value(name)
    in_client = fields.boolean(f"{name}SetInClient")
    if value in (None, ""):
        return None if in_client else f"{name} is missing, and {name}SetInClient is not true."
    if in_client:
        return f"{name} must be absent when {name}SetInClient is true."
    return correlation_id_fault(name, value)


def correlation_id_fault(name: str, value: object) -> str | None:
    """Say what is wrong with a correlation id that was given, or None."""
    if not isinstance(value, str):
        return f"{name} must be text."
    if not value.strip():
        return f"{name} is blank."
    if len(value) > CORRELATION_ID_LENGTH:
        return f"{name} has {len(value)} characters."
    return None


def _expected_client_ip(fields: Fields) -> str | None:
    address = fields.text("expectedClientIpAddress")
    if not address:
        return None
    try:
        ip_network(address, strict=False)
    except ValueError as error:
        raise ServiceError(
            INVALID_REQUEST_BODY, "expectedClientIpAddress must be an IP address or a network such as 10.0.0.0/8."
        ) from error
    return address


def _model_version(fields: Fields, version: ApiVersion) -> str | None:
    name = version.traits.model_field
    if name is None or not (chosen := fields.text(name)):
        return None
    for known in version.traits.model_versions:
        if known.lower() == chosen.strip().lower():
            return known
    choices = ", ".join(version.traits.model_versions)
    raise ServiceError(INVALID_REQUEST_BODY, f"{name} must be one of {choices}. You sent {shown(chosen)}.")
