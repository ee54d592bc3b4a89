"""Inserts many rows by one statement.

At each statement the interpreter is given away and waited for again, which the event loop's thread pays for too.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from livegate.storage.sqlite.connection import WriteConnection

ROWS_AT_ONCE: Final = 16
"""Each count of rows is a statement of its own to SQLite, and Python keeps 128 prepared ones for a connection."""

_INSERT: Final = re.compile(r"(?P<head>.*\bVALUES\s*)\((?P<names>[^)]*)\)(?P<tail>[^:]*)", re.DOTALL)


def insert_rows(
    connection: WriteConnection, statement: str, rows: Sequence[Mapping[str, str | int | bytes | None]]
) -> int:
    """Run an ``INSERT`` of one row for all rows, and return how many it made.

    Its named parameters stand in its ``VALUES`` alone. Raises ``ValueError`` for another statement, ``sqlite3.Error``.
    """
    inserted = 0
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        names, many = _for_rows(statement, len(some))
        inserted += connection.execute(many, [row[name] for row in some for name in names]).rowcount
    return inserted


@cache
def _for_rows(statement: str, count: int) -> tuple[tuple[str, ...], str]:
    found = _INSERT.fullmatch(statement)
    if found is None:
        raise ValueError("The statement is no INSERT of one row with named parameters.")
    names = tuple(name.strip().removeprefix(":") for name in found["names"].split(","))
    row = f"({', '.join('?' * len(names))})"
    return names, f"{found['head']}{', '.join([row] * count)}{found['tail']}"
