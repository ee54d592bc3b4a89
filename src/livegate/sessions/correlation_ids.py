"""Which correlation ids a session may have: those of test mode are nobody's."""

from typing import Protocol

from livegate.sessions.errors import DeviceCorrelationIdRefusedError, UserCorrelationIdRefusedError

RESERVED_PREFIX = "livegate-test-"
"""Ids that begin so, in any letter case, force outcomes in test mode (deviation D-41)."""


class CorrelationIds(Protocol):
    """Checks the ids that a session is about to have. None and an empty text are no id.

    Raises ``DeviceCorrelationIdRefusedError``, ``UserCorrelationIdRefusedError``.
    """

    def check_create(self, device_id: str | None, user_id: str | None) -> None:
        """Check the ids that an app backend sends."""

    def check_start(self, device_id: str | None, user_id: str | None) -> None:
        """Check the ids that a device brings."""


class OrdinaryCorrelationIds:
    """Refuses reserved ids: outside test mode they would pass for an outcome that nobody forces (deviation D-42)."""

    def check_create(self, device_id: str | None, user_id: str | None) -> None:
        """Check the ids that an app backend sends."""
        if is_reserved(device_id):
            raise DeviceCorrelationIdRefusedError(_reserved("deviceCorrelationId"))
        if is_reserved(user_id):
            raise UserCorrelationIdRefusedError(_reserved("userCorrelationId"))

    check_start = check_create


def is_reserved(correlation_id: str | None) -> bool:
    """Tell whether an id is one of test mode's."""
    return (correlation_id or "").lower().startswith(RESERVED_PREFIX)


def _reserved(name: str) -> str:
    return f"{name} begins with {RESERVED_PREFIX}, which is reserved for test mode; this server does not run in it."
