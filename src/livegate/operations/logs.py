"""Structured logs. Events carry names, counts and request ids; never a token, a key, an image or a correlation id."""

import logging
import sys

import msgspec
import structlog
from structlog.typing import EventDict, WrappedLogger


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
        else structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=False,
    )


def _to_json(_: WrappedLogger, __: str, event: EventDict) -> bytes:
    return msgspec.json.encode(event, enc_hook=repr)
