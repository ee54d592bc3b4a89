import io
import threading

from livegate.operations.logs import GatheringLogger


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
