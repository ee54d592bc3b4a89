"""Brings a database to this version's schema, one transaction a step, and refuses one that is too new.

Step ``0007_name.sql`` makes schema version 7. Its first line, ``-- compatible with: 5``, says that a program which
knows the steps up to 5 can still work with the result.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from livegate.storage.sqlite.connection import UnusableDatabaseError, WriteConnection

_FILE_NAME = re.compile(r"(\d{4})_\w+\.sql")
_COMPATIBLE_WITH = re.compile(r"-- compatible with: (\d+)\n")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: the schema version it makes, the oldest program version that can use it, and its SQL."""

    version: int
    compatible_with: int
    script: str


def load_migrations() -> tuple[Migration, ...]:
    """Return the steps that come with this program, in order."""
    resources = files("livegate.storage.sqlite").joinpath("migrations").iterdir()
    return tuple(
        _parse(name[1], resource.read_text())
        for resource in sorted(resources, key=lambda resource: resource.name)
        if (name := _FILE_NAME.fullmatch(resource.name))
    )


def migrate(connection: WriteConnection, migrations: Sequence[Migration]) -> None:
    """Apply the steps that the database has not seen; interrupted, it has seen a step wholly or not at all.

    Raises ``UnusableDatabaseError``, and changes nothing, when the database is too new for the last step known.
    """
    for migration in migrations:
        _refuse_newer(connection, migrations[-1].version)
        if migration.version > _version(connection):
            _apply(connection, migration)


def _parse(version: str, script: str) -> Migration:
    header = _COMPATIBLE_WITH.match(script)
    if header is None:
        raise ValueError(f"Migration {version} does not say what it is compatible with.")
    return Migration(int(version), int(header[1]), script)


def _apply(connection: WriteConnection, migration: Migration) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster while this one waited for the write lock.
        if migration.version > _version(connection):
            for statement in _statements(migration.script):
                connection.execute(statement)
            connection.execute(
                "INSERT INTO schema_migrations (version, compatible_with) VALUES (?, ?)",
                (migration.version, migration.compatible_with),
            )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _refuse_newer(connection: WriteConnection, known: int) -> None:
    if not _is_migrated(connection):
        return
    (required,) = connection.execute("SELECT max(compatible_with) FROM schema_migrations").fetchone()
    if required > known:
        raise UnusableDatabaseError(
            f"The database was written by a newer livegate: it needs schema version {required}, "
            f"and this one knows {known}. Start the newer version, or restore an older database."
        )


def _version(connection: WriteConnection) -> int:
    if not _is_migrated(connection):
        return 0
    (version,) = connection.execute("SELECT max(version) FROM schema_migrations").fetchone()
    return int(version)


def _is_migrated(connection: WriteConnection) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'").fetchone())


def _statements(script: str) -> Iterator[str]:
    # Connection.executescript would commit the transaction that the step must be part of.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
