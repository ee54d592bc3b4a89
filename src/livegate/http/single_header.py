"""Headers that mean something only where they came once."""

from starlette.requests import HTTPConnection


def only_value(connection: HTTPConnection, name: str) -> str | None:
    """Return the header's value, None where there are several: a proxy may have looked at another one than we would."""
    values = connection.headers.getlist(name)
    return values[0] if len(values) == 1 else None
