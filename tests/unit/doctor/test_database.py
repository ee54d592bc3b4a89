import sqlite3
from contextlib import closing
from datetime import timedelta

from livegate.doctor.database import check_database, check_erasures
from livegate.doctor.findings import Status
from livegate.operations.system import SystemClock
from livegate.settings import Settings
from tests.unit.doctor.conftest import Fill, Look


def change(settings: Settings, statement: str) -> None:
    with closing(sqlite3.connect(settings.data_dir / "livegate.db", isolation_level=None)) as connection:
        connection.execute(statement)


async def test_a_database_as_it_should_be_is_fine(filled: Settings, look: Look) -> None:
    findings = look(check_database)
    assert [(part, status) for part, status, _ in findings] == [
        ("database", Status.OK),
        ("schema", Status.OK),
        ("durability", Status.OK),
        ("clock", Status.OK),
    ]
    assert findings[0][2].startswith("1 sessions")
    assert look(check_erasures) == [("erasures", Status.OK, "the chain of 1 tombstones is whole, and so is its log")]


def test_where_there_is_none_yet_nothing_is_wrong_and_nothing_is_made(settings: Settings, look: Look) -> None:
    ((part, status, _),) = look(check_database)
    assert (part, status) == ("database", Status.OK)
    assert look(check_erasures) == []
    assert not settings.data_dir.exists()


async def test_a_damaged_database_fails(filled: Settings, look: Look) -> None:
    with closing(sqlite3.connect(filled.data_dir / "livegate.db", isolation_level=None)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'sessions_by_expiry'").fetchone()
    with (filled.data_dir / "livegate.db").open("r+b") as file:
        file.seek((page - 1) * 1_024 + 8)
        file.write(b"\xff" * 100)
    part, status, message = look(check_database)[0]
    assert (part, status) == ("database", Status.FAIL)
    assert message.startswith("damaged: ")


async def test_the_schema_of_another_version_is_told(filled: Settings, look: Look) -> None:
    change(filled, "INSERT INTO schema_migrations VALUES (99, 1)")
    assert [status for part, status, _ in look(check_database) if part == "schema"] == [Status.WARN]
    change(filled, "DELETE FROM schema_migrations WHERE version > 1")
    ((status, message),) = [(status, message) for part, status, message in look(check_database) if part == "schema"]
    assert status is Status.OK
    assert "the next start brings it to" in message


async def test_a_clock_behind_the_newest_session_fails(fill: Fill, look: Look) -> None:
    await fill(SystemClock().now() + timedelta(hours=1))
    assert ("clock", Status.FAIL) in [(part, status) for part, status, _ in look(check_database)]


async def test_images_that_wait_for_removal_are_told(filled: Settings, look: Look) -> None:
    change(filled, "INSERT INTO object_removals VALUES ('images/1')")
    assert ("removals", Status.WARN) in [(part, status) for part, status, _ in look(check_database)]


async def test_a_changed_tombstone_fails(filled: Settings, look: Look) -> None:
    change(filled, "UPDATE tombstones SET row_count = 9")
    ((_, status, message),) = look(check_erasures)
    assert status is Status.FAIL
    assert "different erasures" in message


async def test_an_older_database_beside_a_newer_log_fails(filled: Settings, look: Look) -> None:
    change(filled, "DELETE FROM tombstones")
    ((_, status, message),) = look(check_erasures)
    assert status is Status.FAIL
    assert "an older database was put back" in message
