"""Successful answers."""

from collections.abc import Sequence

import msgspec
from starlette.responses import Response

JSON = "application/json; charset=utf-8"


def reply(content: msgspec.Struct | Sequence[msgspec.Struct]) -> Response:
    """Return 200 with ``content`` as JSON; several are a bare array."""
    return Response(msgspec.json.encode(content), media_type=JSON)


def empty(status: int) -> Response:
    """Return an answer without a body."""
    return Response(status_code=status)
