"""Structured logs. Events carry names, counts and request ids; never a token, a key, an image or a correlation id."""

import atexit
import logging
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from typing import BinaryIO, Final

import msgspec
import structlog
from structlog.typing import EventDict, WrappedLogger

GATHERING_SECONDS: Final = 0.1


def configure_logs(*, level: int = logging.INFO) -> None:
    """Write events to standard error: readable on a terminal, one JSON object a line elsewhere."""
    is_terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer() if is_terminal else _to_json,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr)
        if is_terminal
        else GatheringLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=False,
    )


class GatheringLogger:
    """Writes ordinary events a tenth of a second's lines at a time, and warnings and errors at once.

    A write for every line costs more than making the line. What is gathered is written at exit; a process that is
    killed loses its last tenth of a second.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lines: deque[bytes] = deque()
        self._has_lines = threading.Event()
        self._writing = threading.Lock()
        threading.Thread(target=self._write_late, name="log-writer", daemon=True).start()
        atexit.register(self._write)

    def info(self, line: bytes) -> None:
        """Write a line soon."""
        self._lines.append(line)
        if not self._has_lines.is_set():
            self._has_lines.set()

    def error(self, line: bytes) -> None:
        """Write a line at once, behind those that wait."""
        self._lines.append(line)
        self._write()

    debug = info
    warning = critical = exception = error

    def _write_late(self) -> None:
        while self._has_lines.wait():
            time.sleep(GATHERING_SECONDS)
            self._has_lines.clear()
            self._write()

    def _write(self) -> None:
        with self._writing:
            lines = [self._lines.popleft() for _ in range(len(self._lines))]
            # A closed stream has nobody who reads it. On a full disk lines are lost: whoever logs must go on.
            if lines and not self._stream.closed:
                with suppress(OSError):
                    self._stream.write(b"\n".join(lines) + b"\n")
                    self._stream.flush()


class GatheringLoggerFactory:
    """Gives every part of the process the same logger."""

    def __init__(self, stream: BinaryIO) -> None:
        self._logger = GatheringLogger(stream)

    def __call__(self, *_: object) -> GatheringLogger:
        """Return the logger."""
        return self._logger


class EventLog:
    """Writes whole events as the configured logs do, past structlog: for one a request, it would cost too much."""

    def __init__(self) -> None:
        factory = structlog.get_config()["logger_factory"]
        self._log = structlog.get_logger().bind()
        self._lines = factory() if isinstance(factory, GatheringLoggerFactory) else None

    def write(self, event: msgspec.Struct) -> None:
        """Write an event, whose field ``event`` names it, at the level of ordinary events."""
        if self._lines is None:
            self._log.info(**msgspec.to_builtins(event))
        elif self._log.is_enabled_for(logging.INFO):
            self._lines.info(msgspec.json.encode(event))


def _to_json(_: WrappedLogger, __: str, event: EventDict) -> bytes:
    return msgspec.json.encode(event, enc_hook=repr)
