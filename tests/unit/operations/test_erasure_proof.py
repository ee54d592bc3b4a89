"""Whether a session is there, among more than are read at once, in two resources and of both kinds."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from livegate.operations.erasure_proof import Outcome, check_session, check_sessions, session_of
from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.ports import SessionKey, SessionRow
from livegate.sessions.session import SessionKind
from livegate.sessions.tombstones import Tombstone, follow
from livegate.storage import statements
from livegate.storage.rows import session_parameters
from livegate.storage.sqlite.erasure_records import opened_erasure_records
from livegate.storage.sqlite.session_store import SqliteSessionStore
from tests.support.keys import hashing_vault
from tests.support.sessions import START

NOTES = ErasureNotes(hashing_vault(b"k" * 32), version="0.0.1")
OF_EACH_KIND = 1_100
PLACES = ("00000000-0000-4000-8000-000000000000", "50000000-0000-4000-8000-00000000050a", "f" * 36)


def row_of(key: SessionKey) -> SessionRow:
    return SessionRow(key, START, START + timedelta(hours=48), revision=1, wrapped_key=b"key", sealed=b"sealed")


def insert(database: Path, keys: Iterable[SessionKey]) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executemany(statements.INSERT_SESSION, (session_parameters(row_of(key)) for key in keys))


def neighbours() -> Iterator[SessionKey]:
    for first, kind in enumerate(SessionKind):
        for number in range(OF_EACH_KIND):
            yield SessionKey("default", kind, f"5{first}000000-0000-4000-8000-{number:012}")
    for number in range(3):
        yield SessionKey("other", SessionKind.LIVENESS, f"60000000-0000-4000-8000-{number:012}")


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """A database of living sessions that a tombstone is not of."""
    path = tmp_path / "livegate.db"
    await SqliteSessionStore.open(path).close()
    insert(path, neighbours())
    return path


def tombstone_of(key: SessionKey) -> Tombstone:
    return follow(None, NOTES.write(key, START), expires_at=START + timedelta(hours=48), rows=1, images=0)


def erased_of(kind: SessionKind, session_id: str = "55555555-0000-4000-8000-000000000000") -> SessionKey:
    return SessionKey("default", kind, session_id)


kinds = pytest.mark.parametrize("kind", SessionKind)


@kinds
@pytest.mark.parametrize("resource", ["default", "other"])
def test_says_how_many_sessions_of_which_resource_it_has_looked_at(
    database: Path, kind: SessionKind, resource: str
) -> None:
    tombstone = tombstone_of(SessionKey(resource, kind, PLACES[0]))
    with opened_erasure_records(database) as records:
        finding = check_sessions(tombstone, records, NOTES)
    looked = {"default": 2 * OF_EACH_KIND, "other": 3}[resource]
    assert finding.outcome is Outcome.PROVEN
    assert finding.detail.startswith(f"none of the {looked} sessions of the resource {resource} in the database")


@kinds
@pytest.mark.parametrize("session_id", PLACES)
def test_a_session_that_is_there_again_is_found_without_its_id(
    database: Path, kind: SessionKind, session_id: str
) -> None:
    erased = erased_of(kind, session_id)
    insert(database, [erased])
    with opened_erasure_records(database) as records:
        assert check_sessions(tombstone_of(erased), records, NOTES).outcome is Outcome.NOT_PROVEN


def test_a_session_is_found_without_the_index_too(database: Path) -> None:
    erased = erased_of(SessionKind.LIVENESS)
    insert(database, [erased])
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP INDEX sessions_by_resource")
    with opened_erasure_records(database) as records:
        assert check_sessions(tombstone_of(erased), records, NOTES).outcome is Outcome.NOT_PROVEN


def test_each_session_of_a_large_database_would_be_found_without_its_id(database: Path) -> None:
    keys = list(neighbours())
    with opened_erasure_records(database) as records:
        for erased in (*keys[::97], keys[999], keys[1_000], keys[1_001], keys[-1]):
            assert check_sessions(tombstone_of(erased), records, NOTES).outcome is Outcome.NOT_PROVEN


@kinds
@pytest.mark.parametrize("put_back_as", SessionKind)
@pytest.mark.parametrize("resource", ["default", "other"])
def test_an_id_finds_what_is_there_as_anything_and_the_hash_what_is_there_as_it_was(
    database: Path, kind: SessionKind, put_back_as: SessionKind, resource: str
) -> None:
    erased = erased_of(kind)
    tombstone = tombstone_of(erased)
    named = session_of(tombstone, erased.session_id.upper(), NOTES.session_hash)
    assert named == erased
    with opened_erasure_records(database) as records:
        assert check_session(named, records).outcome is Outcome.PROVEN
    put_back = SessionKey(resource, put_back_as, erased.session_id)
    insert(database, [put_back])
    with opened_erasure_records(database) as records:
        assert check_session(named, records).outcome is Outcome.NOT_PROVEN
        is_found = check_sessions(tombstone, records, NOTES).outcome is Outcome.NOT_PROVEN
    assert is_found == (put_back == erased)
