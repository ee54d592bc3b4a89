import sqlite3

import pytest

from livegate.sessions.ports import StoreUnavailableError
from livegate.storage.sqlite.errors import translated


def error_with_code(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("from the engine")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    "code",
    [
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_BUSY_RECOVERY,
    ],
)
def test_an_engine_that_cannot_serve_is_unavailable(code: int) -> None:
    with pytest.raises(StoreUnavailableError, match="from the engine"), translated():
        raise error_with_code(code)


def test_a_file_system_that_cannot_serve_is_unavailable() -> None:
    with pytest.raises(StoreUnavailableError), translated():
        raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize("statement", ["SELEC 1", "SELECT * FROM nowhere"])
def test_a_mistake_of_ours_stays_what_it_is(statement: str) -> None:
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError), translated():
        connection.execute(statement)
    connection.close()
