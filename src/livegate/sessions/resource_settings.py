"""What an app backend sets for its resource; it holds for the sessions created from then on."""

import msgspec


class ResourceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one resource, as they are for a resource that has never been changed."""

    abuse_monitoring_enabled: bool = True
    """On unless it is turned off: every official example shows it so."""


class SettingsChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is to change; None leaves a setting as it is."""

    abuse_monitoring_enabled: bool | None = None
