"""What a check has found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from livegate.settings import Settings


class Status(StrEnum):
    """``ok``; ``warn``: it works, and somebody should look at it; ``fail``: it does not work, or is not safe."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: the part looked at, how it is, and, where it is not well, what to do."""

    part: str
    status: Status
    message: str
    remedy: str = ""


Check = Callable[[Settings], Iterator[Finding]]


def fine(part: str, message: str) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(part, Status.OK, message)


def doubtful(part: str, message: str, remedy: str) -> Finding:
    """Return a finding that somebody should look at."""
    return Finding(part, Status.WARN, message, remedy)


def broken(part: str, message: str, remedy: str) -> Finding:
    """Return a finding with which a server does not work, or not safely."""
    return Finding(part, Status.FAIL, message, remedy)
