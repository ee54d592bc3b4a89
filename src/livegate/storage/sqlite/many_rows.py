"""Inserts many rows by one statement.

At each statement the interpreter is given away and waited for again, which the event loop's thread pays for too.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from livegate.storage.sqlite.connection import WriteConnection

ROWS_AT_ONCE: Final = 16
"""Each count of rows is a statement of its own to SQLite, and Python keeps 128 prepared ones for a connection."""

Value = str | int | bytes | None

_INSERT: Final = re.compile(r"(?P<head>[^:]*\bVALUES\s*)\((?P<names>[^)]*)\)(?P<tail>.*)", re.DOTALL)
_PARAMETER: Final = re.compile(r":(\w+)")
_NOTHING: Final = MappingProxyType[str, Value]({})


class _Statement(NamedTuple):
    """For one count of rows: its text, and the names of each row's parameters and of those that follow all rows."""

    text: str
    names: tuple[str, ...]
    shared: tuple[str, ...]


def insert_rows(
    connection: WriteConnection,
    statement: str,
    rows: Sequence[Mapping[str, Value]],
    *,
    shared: Mapping[str, Value] = _NOTHING,
) -> int:
    """Run an ``INSERT`` of one row for all rows, and return how many it made or changed.

    Its named parameters stand in its ``VALUES``; those behind are ``shared`` by all rows. Raises ``ValueError`` for
    another statement, ``sqlite3.Error``.
    """
    inserted = 0
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        many = _for_rows(statement, len(some))
        if not shared.keys() >= set(many.shared):
            raise ValueError("Behind VALUES the statement has parameters that are not shared.")
        values = [row[name] for row in some for name in many.names]
        inserted += connection.execute(many.text, [*values, *(shared[name] for name in many.shared)]).rowcount
    return inserted


@cache
def _for_rows(statement: str, count: int) -> _Statement:
    found = _INSERT.fullmatch(statement)
    if found is None:
        raise ValueError("The statement is no INSERT of one row with named parameters.")
    names, shared = (tuple(_PARAMETER.findall(found[part])) for part in ("names", "tail"))
    row, tail = f"({', '.join('?' * len(names))})", _PARAMETER.sub("?", found["tail"])
    return _Statement(f"{found['head']}{', '.join([row] * count)}{tail}", names, shared)
