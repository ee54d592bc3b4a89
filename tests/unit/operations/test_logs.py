import errno
import io
import json
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
import structlog

from livegate.operations.logs import EventLog, GatheringLogger, GatheringLoggerFactory


class Stream(io.BytesIO):
    """Says when it has been flushed, and how often."""

    def __init__(self) -> None:
        super().__init__()
        self.flushes = 0
        self.flushed = threading.Event()

    def flush(self) -> None:
        self.flushes += 1
        self.flushed.set()


def test_ordinary_lines_are_written_together_and_soon() -> None:
    stream = Stream()
    logger = GatheringLogger(stream)
    lines = [str(number).encode() for number in range(1000)]
    for line in lines:
        logger.info(line)
    assert stream.flushed.wait(10)
    assert stream.getvalue().split() == lines
    assert stream.flushes < len(lines)


def test_later_lines_are_written_too() -> None:
    stream = Stream()
    logger = GatheringLogger(stream)
    for count in (1, 2):
        logger.info(b"line")
        assert stream.flushed.wait(10)
        stream.flushed.clear()
        assert stream.getvalue().count(b"line\n") == count


def test_a_warning_is_written_at_once() -> None:
    stream = Stream()
    GatheringLogger(stream).warning(b"careful")
    assert (stream.getvalue(), stream.flushes) == (b"careful\n", 1)


def test_where_there_is_no_room_lines_are_lost_and_those_who_log_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream()
    logger = GatheringLogger(stream)
    was_tried = threading.Event()

    def fail(_: bytes) -> int:
        was_tried.set()
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(stream, "write", fail)
        logger.warning(b"lost")
        was_tried.clear()
        logger.info(b"lost too")
        assert was_tried.wait(10)
    logger.info(b"kept")
    assert stream.flushed.wait(10)
    assert stream.getvalue() == b"kept\n"


class Event(msgspec.Struct):
    """An event with a time."""

    event: str
    timestamp: datetime
    level: str = "info"


@pytest.fixture
def restored_logs() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.mark.usefixtures("restored_logs")
@pytest.mark.parametrize(("level", "written"), [(logging.INFO, True), (logging.WARNING, False)])
def test_an_event_is_one_line_of_json_at_the_configured_level(level: int, *, written: bool) -> None:
    stream = Stream()
    structlog.configure(
        processors=[lambda _, __, event: msgspec.json.encode(event)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=GatheringLoggerFactory(stream),
    )
    EventLog().write(Event("request", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)))
    # Written at once, and with it what waits.
    structlog.get_logger().error("end")
    *ordinary, end = map(json.loads, stream.getvalue().splitlines())
    assert end == {"event": "end"}
    assert ordinary == [{"event": "request", "timestamp": "2026-01-02T03:04:05Z", "level": "info"}] * written


@pytest.mark.usefixtures("restored_logs")
def test_an_event_passes_through_structlog_where_a_person_reads() -> None:
    with structlog.testing.capture_logs() as events:
        EventLog().write(Event("request", datetime(2026, 1, 2, tzinfo=UTC)))
    assert [event["event"] for event in events] == ["request"]
