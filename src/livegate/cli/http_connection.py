"""The HTTP/1.1 connection: what never becomes a request is answered in the contract's shape too."""

import asyncio
import math
import re
from typing import Any, Final

import structlog
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from livegate.cli.joined_writes import JoinedWrites
from livegate.contract.error_catalogue import (
    MALFORMED_REQUEST,
    REQUEST_HEAD_TOO_LARGE,
    REQUEST_TIMEOUT,
    SERVICE_UNAVAILABLE,
)
from livegate.contract.errors import ErrorEntry, ServiceError, render_error
from livegate.http.answer_headers import REQUEST_ID_HEADER
from livegate.http.security_headers import SECURITY_HEADERS
from livegate.operations.system import RandomIdentifiers

STREAM_PATH = b"/session/stream"

LARGEST_HEAD = 64 * 1024
"""Bytes of request line and headers; also of whatever else comes without a byte of body, such as trailers."""


LARGEST_MESSAGE = 6 * 1024 * 1024 + 1024
"""Bytes of one WebSocket message: a verify image of Azure's 6 MB and its header. A larger one is closed with 1009."""

HEAD_SECONDS = 10.0
"""For a whole request line with headers; also for what is left of a body once its request has been answered."""

MOST_CONNECTIONS = 500
"""Open to one process, WebSockets apart, whose captures have a limit of their own; half of the 1,024 files that a
process may have open on most systems."""

_IS_ANSWERED: Final = math.inf
"""Stands for the time since when a connection has waited, where it has not."""

_WEBSOCKET_KEY = re.compile(rb"[A-Za-z0-9+/]{22}==")


class RequestHeadTooLargeError(Exception):
    """Raised to the parser, which stops and reports an error of its own."""


class HttpConnection(HttpToolsProtocol):
    """uvicorn's connection with a bound on the head, and JSON in answer to what is no HTTP."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  # handed on to uvicorn as they come
        super().__init__(*arguments, **options)
        self._bytes_without_body = 0
        self._refusal = MALFORMED_REQUEST
        self._head_deadline: asyncio.TimerHandle | None = None
        self._is_within_head = False
        self.waits_since = _IS_ANSWERED

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to serve a connection; over ``MOST_CONNECTIONS``, the one that has waited longest makes room."""
        super().connection_made(JoinedWrites(transport, self.loop))  # type: ignore[arg-type]  # a transport to uvicorn
        if len(self.connections) > MOST_CONNECTIONS:
            self._make_room()
        self.waits_since = self.loop.time()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """End with the connection."""
        self._unwatch()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what has come, and give up on a head that does not end."""
        self._bytes_without_body += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._bytes_without_body > LARGEST_HEAD:
            self._refuse(REQUEST_HEAD_TOO_LARGE)
        elif self.waits_since < _IS_ANSWERED:
            # uvicorn has stopped its own clock for idle connections at the first byte.
            self._watch()

    def on_message_begin(self) -> None:
        """Begin a request line."""
        self._is_within_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Begin the request. Raises ``RequestHeadTooLargeError``: one read may bring more than a head may have."""
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > LARGEST_HEAD:
            self._refusal = REQUEST_HEAD_TOO_LARGE
            raise RequestHeadTooLargeError
        self._is_within_head = False
        self.waits_since = _IS_ANSWERED
        self._unwatch()
        super().on_headers_complete()

    def _should_upgrade(self) -> bool:
        """Tell whether a request opens a WebSocket (RFC 6455, section 4.2.1) where there is one.

        Any other is answered as the plain request that it also is, in the contract's shape.
        """
        headers = dict(self.headers)
        return (
            super()._should_upgrade()
            and self.parser.get_method() == b"GET"
            and self.url.partition(b"?")[0].rstrip(b"/").lower().endswith(STREAM_PATH)
            and headers.get(b"sec-websocket-version") == b"13"
            and _WEBSOCKET_KEY.fullmatch(headers.get(b"sec-websocket-key", b"")) is not None
        )

    def on_body(self, body: bytes) -> None:
        """Hand on a piece of the body."""
        self._bytes_without_body = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End the request."""
        self._bytes_without_body = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request, unless it is here already."""
        if not self.pipeline:
            self.waits_since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  # uvicorn's sentence; the catalogue has its own
        """Answer what the parser stopped at, and close."""
        self._refuse(self._refusal)

    def _watch(self) -> None:
        if self._head_deadline is None:
            self._head_deadline = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _unwatch(self) -> None:
        if self._head_deadline is not None:
            self._head_deadline.cancel()
            self._head_deadline = None

    def _give_up(self) -> None:
        self._head_deadline = None
        if self.transport.is_closing():
            return
        if self._is_within_head:
            self._refuse(REQUEST_TIMEOUT)
        else:
            self.transport.close()

    def _make_room(self) -> None:
        # Who sends a request at once never waits long: connections held open without one push out each other.
        others = (connection for connection in self.connections if isinstance(connection, HttpConnection))
        waiting = min(others, key=lambda connection: connection.waits_since)
        if waiting.waits_since == _IS_ANSWERED:
            self._refuse(SERVICE_UNAVAILABLE)
        else:
            waiting.waits_since = _IS_ANSWERED  # it is closed a little later, and must not be chosen again
            waiting.transport.close()

    def _refuse(self, entry: ErrorEntry) -> None:
        request_id = RandomIdentifiers().request_id()
        structlog.get_logger().info("request refused unread", status=entry.status, request_id=request_id)
        rendered = render_error(ServiceError(entry), None)
        headers = {
            **{name.decode(): value.decode() for name, value in self.server_state.default_headers},
            **SECURITY_HEADERS,
            **rendered.headers,
            REQUEST_ID_HEADER: request_id,
            "content-length": str(len(rendered.body)),
            "connection": "close",
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.transport.write(STATUS_LINE[entry.status] + lines.encode() + b"\r\n" + rendered.body)
        self.transport.close()
