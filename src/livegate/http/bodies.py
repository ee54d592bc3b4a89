"""Request bodies, read within limits: bytes are counted as they come, and a slow sender is cut off."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from traceback import clear_frames
from typing import TypeVar

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header
from starlette.requests import Request

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
    return b"".join([chunk async for chunk in _chunks(request, limit)])


async def _parse(request: Request, limit: int, boundary: str) -> tuple[FormPart, ...]:
    parts: list[FormPart] = []
    content: list[bytes] = []
    segment: MultipartSegment | None = None
    with PushMultipartParser(boundary, max_segment_count=MOST_PARTS) as parser:
        async for chunk in _chunks(request, limit):
            for event in parser.parse(chunk):
                if isinstance(event, MultipartSegment):
                    segment, content = event, []
                elif event:
                    content.append(bytes(event))
                elif segment is not None:
                    parts.append(
                        FormPart(segment.name or "", segment.filename, segment.content_type, b"".join(content))
                    )
    return tuple(parts)


async def _chunks(request: Request, limit: int) -> AsyncIterator[bytes]:
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limit:
        raise _too_large(limit)
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > limit:
            raise _too_large(limit)
        if chunk:
            yield chunk


def _too_large(limit: int) -> ServiceError:
    return ServiceError(REQUEST_TOO_LARGE, f"At most {limit} bytes are accepted here.")
