"""Structured logs. Events carry names, counts and request ids; never a token, a key, an image or a correlation id."""

import logging
import sys

import structlog


def configure_logs(*, level: int = logging.INFO) -> None:
    """Write events to standard error: readable on a terminal, one JSON object a line elsewhere."""
    renderer: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
