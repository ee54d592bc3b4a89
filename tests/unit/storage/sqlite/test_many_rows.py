import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from livegate.storage.sqlite.connection import WriteConnection
from livegate.storage.sqlite.many_rows import ROWS_AT_ONCE, insert_rows

INSERT = "INSERT INTO numbers (number, half) VALUES (:number, :half) ON CONFLICT (number) DO NOTHING"


@pytest.fixture
def connection() -> Iterator[WriteConnection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE numbers (number INTEGER PRIMARY KEY, half REAL)")
        yield WriteConnection(connection)


def rows(count: int) -> list[dict[str, int]]:
    return [{"half": number // 2, "number": number} for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, ROWS_AT_ONCE, ROWS_AT_ONCE * 2 + 3])
def test_inserts_all_rows_in_their_order_by_few_statements(connection: WriteConnection, count: int) -> None:
    run: list[str] = []
    connection.set_trace_callback(run.append)
    assert insert_rows(connection, INSERT, rows(count)) == count
    assert len(run) == -(-count // ROWS_AT_ONCE)
    assert connection.execute("SELECT number, half FROM numbers ORDER BY rowid").fetchall() == [
        (number, number // 2) for number in range(count)
    ]


def test_counts_the_rows_that_were_made(connection: WriteConnection) -> None:
    insert_rows(connection, INSERT, rows(3))
    assert insert_rows(connection, INSERT, rows(5)) == 2


def test_changes_rows_by_what_is_shared(connection: WriteConnection) -> None:
    statement = f"{INSERT.partition('ON')[0]} ON CONFLICT DO UPDATE SET half = :new WHERE number < :limit"
    insert_rows(connection, INSERT, rows(40))
    assert insert_rows(connection, statement, rows(41), shared={"new": -1, "limit": 30}) == 31
    assert connection.execute("SELECT half, count(*) FROM numbers WHERE half < 0").fetchall() == [(-1, 30)]


def test_refuses_a_statement_that_is_no_insert_of_a_row(connection: WriteConnection) -> None:
    with pytest.raises(ValueError, match="no INSERT of one row"):
        insert_rows(connection, "DELETE FROM numbers", rows(2))


def test_refuses_parameters_behind_the_rows_that_are_not_shared(connection: WriteConnection) -> None:
    statement = "INSERT INTO numbers (number) VALUES (:number) ON CONFLICT DO UPDATE SET half = :half"
    with pytest.raises(ValueError, match="not shared"):
        insert_rows(connection, statement, rows(2), shared={"number": 1})
