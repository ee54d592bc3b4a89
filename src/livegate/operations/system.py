"""Time and unpredictable names from the machine; tests put their own in place."""

import secrets
import uuid
from datetime import UTC, datetime


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251  # the one place that reads the clock


class RandomIdentifiers:
    """Names from the operating system's random source."""

    def session_id(self) -> str:
        """Return a new lower-case GUID."""
        return _guid()

    def request_id(self) -> str:
        """Return a new lower-case GUID."""
        return _guid()

    def image_id(self) -> str:
        """Return a new opaque id of 44 URL-safe characters."""
        return secrets.token_urlsafe(33)


def _guid() -> str:
    return str(uuid.uuid4())  # noqa: TID251  # the one place that makes GUIDs
