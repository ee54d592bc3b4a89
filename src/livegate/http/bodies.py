"""Request bodies, read within limits: bytes are counted as they come, and a slow sender is cut off."""

import asyncio
from collections.abc import Callable, Coroutine
from traceback import clear_frames
from typing import TypeVar

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from livegate.contract.error_catalogue import (
    INVALID_MEDIA_TYPE,
    INVALID_REQUEST_BODY,
    REQUEST_TIMEOUT,
    REQUEST_TOO_LARGE,
)
from livegate.contract.errors import ServiceError
from livegate.contract.forms import FormPart

LARGEST_JSON = 64 * 1024
LARGEST_CREATE_FORM = 7 * 1024 * 1024
"""Room for a verify image of Azure's 6 MB and the fields beside it."""

MOST_PARTS = 700
"""Room for a capture that is sent as single frames."""

Result = TypeVar("Result")

BODY_SECONDS = 60
"""A phone on a slow line sends a capture well within this."""


def media_type(request: Request) -> str:
    """Return the content type in lower case without its options; empty when there is none."""
    return _content_type(request)[0]


def has_body(request: Request) -> bool:
    """Tell whether the request comes with a body, of any length but none."""
    return "transfer-encoding" in request.headers or bool(request.headers.get("content-length", "").strip("0"))


async def read_body(request: Request, *, limit: int) -> bytes:
    """Return the whole body. Raises ``ServiceError``: 413 over ``limit`` bytes, 408 when it does not arrive in time."""
    return await _in_time(_join(request, limit))


async def read_form(request: Request, *, limit: int) -> tuple[FormPart, ...]:
    """Return the parts of a ``multipart/form-data`` body in order.

    Raises ``ServiceError``: 400 for a body that is not what it says, 413 over ``limit`` bytes, 408, 415.
    """
    kind, options = _content_type(request)
    if kind != "multipart/form-data":
        raise ServiceError(INVALID_MEDIA_TYPE, "Send multipart/form-data.")
    if not options.get("boundary"):
        raise ServiceError(INVALID_REQUEST_BODY, "The content type names no boundary.")
    try:
        return await _in_time(_parse(request, limit, options["boundary"]))
    except MultipartError as error:
        # The parser and its error keep each other, and with them all that was read.
        clear_frames(error.__traceback__)
        raise ServiceError(INVALID_REQUEST_BODY, f"The multipart body cannot be read: {error}.") from error


def _content_type(request: Request) -> tuple[str, dict[str, str]]:
    header = request.headers.get("content-type", "")
    kind, options = parse_options_header(header)  # type: ignore[no-untyped-call]  # the library annotates all but this
    return kind, options


async def _in_time(reading: Coroutine[None, None, Result]) -> Result:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await reading
    except TimeoutError as error:
        raise ServiceError(REQUEST_TIMEOUT) from error


async def _join(request: Request, limit: int) -> bytes:
    chunks: list[bytes] = []
    await _receive(request, limit, chunks.append)
    return b"".join(chunks)


async def _parse(request: Request, limit: int, boundary: str) -> tuple[FormPart, ...]:
    with PushMultipartParser(boundary, max_segment_count=MOST_PARTS) as parser:
        parts = _Parts(parser)
        await _receive(request, limit, parts.take)
        return tuple(parts.whole)


class _Parts:
    """The parts of a form whose body comes in pieces. A function in the one above would be kept by its own error."""

    def __init__(self, parser: PushMultipartParser) -> None:
        self._parser = parser
        self._segment: MultipartSegment | None = None
        self._content: list[bytes] = []
        self.whole: list[FormPart] = []

    def take(self, chunk: bytes) -> None:
        """Add a piece. Raises ``MultipartError``."""
        for event in self._parser.parse(chunk):
            if isinstance(event, MultipartSegment):
                self._segment, self._content = event, []
            elif event:
                self._content.append(bytes(event))
            elif (part := self._segment) is not None:
                self.whole.append(FormPart(part.name or "", part.filename, part.content_type, b"".join(self._content)))


async def _receive(request: Request, limit: int, take: Callable[[bytes], None]) -> None:
    """Hand on the body as it comes. Most bodies are one message: two iterators around it would cost as much again."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limit:
        raise _too_large(limit)
    received, is_more = 0, True
    while is_more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk, is_more = message.get("body", b""), message.get("more_body", False)
        received += len(chunk)
        if received > limit:
            raise _too_large(limit)
        if chunk:
            take(chunk)


def _too_large(limit: int) -> ServiceError:
    return ServiceError(REQUEST_TOO_LARGE, f"At most {limit} bytes are accepted here.")
