"""The settings of a resource, and the token for client assets (v1.3-preview.1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from livegate.contract.error_catalogue import INVALID_REQUEST_BODY
from livegate.contract.errors import ServiceError
from livegate.contract.fields import Fields, shown
from livegate.contract.responses import WireStruct

MONITORING = "livenessAbuseMonitoring"


class LivenessAbuseMonitoring(WireStruct, frozen=True, kw_only=True):
    """Whether attempts are watched for abuse."""

    enabled: bool


class Settings(WireStruct, frozen=True, kw_only=True):
    """All settings of a resource: the answer to GET and to PATCH."""

    liveness_abuse_monitoring: LivenessAbuseMonitoring


class ClientAssetsToken(WireStruct, frozen=True, kw_only=True):
    """The answer to the request for a token; ``expiry`` is RFC 3339, ``base64_access_token`` the token's bytes."""

    expiry: str
    access_token: str
    base64_access_token: str


@dataclass(frozen=True, slots=True)
class SettingsUpdate:
    """What a PATCH asks for; None where it says nothing."""

    abuse_monitoring_enabled: bool | None


def parse_settings_update(fields: Mapping[str, object]) -> SettingsUpdate:
    """Return the request. Every level may be absent or null; unknown members are passed over.

    Raises ``ServiceError`` (400) for a member of another type.
    """
    monitoring = Fields(fields).value(MONITORING)
    if monitoring is None:
        return SettingsUpdate(None)
    if not isinstance(monitoring, dict):
        raise ServiceError(INVALID_REQUEST_BODY, f"{MONITORING} must be an object. You sent {shown(monitoring)}.")
    known = Fields(monitoring)
    return SettingsUpdate(None if known.value("enabled") is None else known.boolean("enabled"))
