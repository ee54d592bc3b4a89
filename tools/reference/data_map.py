"""The page of the data map, from the schema that the migrations make and from what ``tools.data_map`` says of it."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing

import msgspec

from livegate.http.access_log import RequestEvent
from livegate.storage.sqlite.migrations import load_migrations
from tools.data_map.columns import TABLES
from tools.data_map.entry import Value
from tools.data_map.files import FILES
from tools.data_map.memory import MEMORY
from tools.data_map.sealed_fields import SEALED
from tools.reference.markdown import code, page, table

INTRODUCTION = (
    "Everything that livegate keeps: each column, each sealed field, each file, each value in memory. The columns are "
    "those of the schema, the fields those of the code; `make lint` fails where one is not described here. "
    "[Privacy and erasure](../explanation/privacy-and-erasure.md) says what is done with it."
)
SEALED_TEXT = (
    "The column `sessions.sealed`, AES-256-GCM under the session's data key, a random one for each session. It is "
    "opened by nothing else, lives as long as the row, and once the key of its epoch is destroyed no copy of it can be "
    "opened."
)
FILES_TEXT = (
    "In `LIVEGATE_DATA_DIR`. Files have mode 0600 and folders 0700. A file whose name begins with a dot is being "
    "written; what a killed process has left of it is removed at the next start. Nothing is written elsewhere, and "
    "nothing to temporary folders."
)
MEMORY_TEXT = "In each process. Memory that was freed is not overwritten: switch off swap, or encrypt it."
LOG_TEXT = (
    "One event a request, on standard error, with the fields below. Other events carry names, counts and request ids; "
    "a defect carries the trace of the code and the error's message. How long the log is kept is yours to say."
)
VALUE_COLUMNS = ("What", "Personal", "Readable with")


def schema_columns() -> dict[str, list[str]]:
    """Return the columns by table, as the migrations make them."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for migration in load_migrations():
            connection.executescript(migration.script)
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: [column[1] for column in connection.execute(f"PRAGMA table_info({name})")] for name in tables}


def data_map_page() -> str:
    """Return the page. Raises ``KeyError`` with the column that is not described."""
    return page(
        "Data map",
        "tools/data_map and the migrations",
        INTRODUCTION,
        "## Database",
        *_tables(),
        "## Sealed fields",
        SEALED_TEXT,
        *_sealed(),
        "## Files",
        FILES_TEXT,
        table(
            ("File", *VALUE_COLUMNS, "How long"),
            ((code(pattern), *_cells(value), kept) for pattern, (value, kept) in FILES.items()),
        ),
        "## Memory",
        MEMORY_TEXT,
        table(
            ("Held by", "What", "Personal", "How long"),
            ((code(name.rpartition(".")[2]), *_cells(value)[:2], kept) for name, (value, kept) in MEMORY.items()),
        ),
        "## Log",
        LOG_TEXT,
        ", ".join(code(field.name) for field in msgspec.structs.fields(RequestEvent)) + ".",
    )


def _tables() -> Iterator[str]:
    for name, columns in schema_columns().items():
        group = TABLES[name]
        yield f"### {name}"
        yield f"{group.why} Kept: {group.kept[0].lower()}{group.kept[1:]}"
        yield table(("Column", *VALUE_COLUMNS), _rows(columns, group.values))


def _sealed() -> Iterator[str]:
    for structure, values in SEALED.items():
        yield f"### {structure.__name__}"
        rows = _rows((field.name for field in msgspec.structs.fields(structure)), values)
        yield table(("Field", "What", "Personal"), (row[:3] for row in rows))


def _rows(names: Iterable[str], values: Mapping[str, Value]) -> Iterator[tuple[str, ...]]:
    return ((code(name), *_cells(values[name])) for name in names)


def _cells(value: Value) -> tuple[str, str, str]:
    return value.what, value.personal, value.opened_by
