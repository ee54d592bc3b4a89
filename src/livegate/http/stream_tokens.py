"""How a device offers our subprotocol, and its token where it can set no other header."""

from starlette.requests import HTTPConnection

from livegate.contract.stream_messages import SUBPROTOCOL


def offered(connection: HTTPConnection) -> list[str]:
    """Return the subprotocols that a caller offers."""
    return [word.strip() for word in connection.headers.get("sec-websocket-protocol", "").split(",")]


def offered_token(connection: HTTPConnection) -> str | None:
    """Return the session auth token that stands alone beside our subprotocol, or None.

    Browsers let a page set no header of a WebSocket but this one; in the URL it would end up in logs.
    """
    words = offered(connection)
    others = [word for word in words if word != SUBPROTOCOL]
    return others[0] if SUBPROTOCOL in words and len(others) == 1 else None
