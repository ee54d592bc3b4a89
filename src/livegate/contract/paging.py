"""Where a list is to begin and how long it may be: the query parameters ``start`` and ``top``.

Source: the list operations of the OpenAPI files of v1.1-preview.1 and v1.2-preview.1. Which texts Azure refuses as
``start`` is not documented (deviation D-22).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from livegate.contract.error_catalogue import INVALID_START, INVALID_TOP, START_TOO_LONG
from livegate.contract.errors import ServiceError
from livegate.contract.fields import Fields

START_LENGTH = 64
TOP_RANGE = range(1, 1000 + 1)
DEFAULT_TOP = 1000
LARGEST_NUMBER = 2**63 - 1

_ENTRY_ID = re.compile(r"[0-9]+")
_TOP = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class ListSessions:
    """Up to ``top`` sessions with ids greater than ``start``."""

    start: str
    top: int


@dataclass(frozen=True, slots=True)
class ListErasures:
    """Up to ``top`` erasures with numbers greater than ``start``; numbers count from 1."""

    start: int
    top: int


@dataclass(frozen=True, slots=True)
class ListAuditEntries:
    """Up to ``top`` audit entries with ids greater than ``start``; ids count from 1."""

    start: int
    top: int


def parse_list_sessions(query: Mapping[str, str]) -> ListSessions:
    """Return the request. Raises ``ServiceError`` (400) for a ``start`` that is too long or a ``top`` out of range."""
    fields = Fields(query)
    return ListSessions(start=_start(fields), top=_top(fields))


def parse_list_audit_entries(query: Mapping[str, str]) -> ListAuditEntries:
    """Return the request. Raises ``ServiceError`` (400) as for sessions, and for a ``start`` that is no entry's id."""
    fields = Fields(query)
    start = _start(fields) or "0"
    if _ENTRY_ID.fullmatch(start) is None:
        raise ServiceError(INVALID_START)
    return ListAuditEntries(start=int(start), top=_top(fields))


def parse_list_erasures(query: Mapping[str, str]) -> ListErasures:
    """Return the request. Raises ``ServiceError`` (400) as for audit entries."""
    asked = parse_list_audit_entries(query)
    # No database counts further, and beyond its end a list is empty.
    return ListErasures(start=min(asked.start, LARGEST_NUMBER), top=asked.top)


def _start(fields: Fields) -> str:
    start = fields.text("start") or ""
    if len(start) > START_LENGTH:
        raise ServiceError(START_TOO_LONG)
    return start


def _top(fields: Fields) -> int:
    top = fields.text("top")
    if top is None:
        return DEFAULT_TOP
    if _TOP.fullmatch(top) is None or int(top) not in TOP_RANGE:
        raise ServiceError(INVALID_TOP)
    return int(top)
