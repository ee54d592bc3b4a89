"""The settings of the resource, and the token for client assets (v1.3-preview.1)."""

from base64 import b64encode
from collections.abc import Mapping

from starlette.responses import Response

from livegate.access.client_assets_tokens import ClientAssetsTokens
from livegate.contract.error_catalogue import INVALID_MEDIA_TYPE
from livegate.contract.errors import ServiceError
from livegate.contract.fields import parse_json_object
from livegate.contract.operations import OperationId
from livegate.contract.resource_settings import (
    ClientAssetsToken,
    LivenessAbuseMonitoring,
    Settings,
    parse_settings_update,
)
from livegate.contract.responses import format_datetime
from livegate.http.azure_routes import BackendHandler
from livegate.http.bodies import LARGEST_JSON, media_type, read_body
from livegate.http.calls import BackendCall
from livegate.http.replies import reply
from livegate.sessions.monitoring_ports import SettingsStore
from livegate.sessions.ports import Clock
from livegate.sessions.resource_settings import ResourceSettings, SettingsChange

JSON_TYPES = frozenset({"application/json", "application/merge-patch+json", ""})
"""A change is a merge patch (RFC 7396), which some clients name; without a type JSON is assumed, as everywhere."""


class SettingsHandlers:
    """Read and change the settings, and make the token."""

    def __init__(self, settings: SettingsStore, tokens: ClientAssetsTokens, clock: Clock) -> None:
        self._settings = settings
        self._tokens = tokens
        self._clock = clock

    def table(self) -> Mapping[OperationId, BackendHandler]:
        """Return the handlers by operation."""
        return {
            OperationId.GET_SETTINGS: self.get,
            OperationId.PATCH_SETTINGS: self.patch,
            OperationId.GET_CLIENT_ASSETS_TOKEN: self.get_client_assets_token,
        }

    async def get(self, call: BackendCall) -> Response:
        """Answer with the settings."""
        return reply(_rendered(await self._settings.read(call.resource)))

    async def patch(self, call: BackendCall) -> Response:
        """Change what the body names, and answer with all settings."""
        if media_type(call.request) not in JSON_TYPES:
            raise ServiceError(INVALID_MEDIA_TYPE, "Send application/json.")
        update = parse_settings_update(parse_json_object(await read_body(call.request, limit=LARGEST_JSON)))
        change = SettingsChange(abuse_monitoring_enabled=update.abuse_monitoring_enabled)
        return reply(_rendered(await self._settings.change(call.resource, change)))

    async def get_client_assets_token(self, call: BackendCall) -> Response:
        """Answer with a new token."""
        issued = self._tokens.issue(call.resource, self._clock.now())
        return reply(
            ClientAssetsToken(
                expiry=format_datetime(issued.expires_at),
                access_token=issued.token,
                base64_access_token=b64encode(issued.token.encode()).decode(),
            )
        )


def _rendered(settings: ResourceSettings) -> Settings:
    return Settings(liveness_abuse_monitoring=LivenessAbuseMonitoring(enabled=settings.abuse_monitoring_enabled))
