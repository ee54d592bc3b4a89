"""``livegate erasure verify`` over the data of a running server, and over data that somebody has changed."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from livegate.cli.command import build_command
from livegate.contract.erasures import RECEIPT_HEADER
from tests.support.paths import collection
from tests.support.server import running_server

SESSIONS = collection("v1.2")


@dataclass(frozen=True)
class Erased:
    """A data directory, and the first of three erasures in it."""

    data_dir: Path
    receipt: str
    session_id: str
    living_id: str
    public_keys: Path


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Erased]:
    """The data of a server that runs."""
    folder = tmp_path_factory.mktemp("erased")
    with running_server(folder / "data", test_mode="true") as server, server.client() as backend:
        fields = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1"}
        ids = [backend.post(SESSIONS, json=fields).json()["sessionId"] for _ in range(6)]
        receipts = [backend.delete(f"{SESSIONS}/{each}").headers[RECEIPT_HEADER] for each in ids[:3]]
        public_keys = folder / "keys.json"
        public_keys.write_text(backend.get("/.well-known/livegate-keys").text)
        yield Erased(server.data_dir, receipts[0], ids[0], ids[5], public_keys)


@pytest.fixture
def copied(original: Erased, tmp_path: Path) -> Erased:
    """A copy of the data that a test may change."""
    shutil.copytree(original.data_dir, tmp_path / "data")
    (tmp_path / "data").chmod(0o700)
    return Erased(tmp_path / "data", original.receipt, original.session_id, original.living_id, original.public_keys)


@dataclass(frozen=True)
class Verdict:
    """How the command ended, and the outcome of each check."""

    status: int
    outcomes: dict[str, str]


Verify = Callable[..., Verdict]


@pytest.fixture
def verify(capsys: pytest.CaptureFixture[str]) -> Verify:
    def verify(receipt: str, *options: str | Path) -> Verdict:
        arguments = ["erasure", "verify", receipt, "--json", *map(str, options)]
        with pytest.raises(SystemExit) as ended:
            build_command()(arguments)
        told = json.loads(capsys.readouterr().out)
        assert told["status"] == ended.value.code
        return Verdict(told["status"], {finding["check"]: finding["outcome"] for finding in told["findings"]})

    return verify


def test_proves_an_erasure_beside_a_running_server(original: Erased, verify: Verify, tmp_path: Path) -> None:
    marker = tmp_path / "photo.jpg"
    marker.write_bytes(b"a photo that was never there")
    options = ("--data-dir", original.data_dir, "--session-id", original.session_id.upper(), "--marker", marker)
    checks = ("receipt", "chain", "log", "session id", "sessions", "free pages", "files", "keys")
    assert verify(original.receipt, *options) == Verdict(0, dict.fromkeys(checks, "proven"))


def test_says_what_it_has_not_looked_at(original: Erased, verify: Verify) -> None:
    verdict = verify(original.receipt, "--data-dir", original.data_dir)
    unchecked = {check for check, outcome in verdict.outcomes.items() if outcome == "not checked"}
    assert (verdict.status, unchecked) == (0, {"files", "keys"})


def test_the_public_keys_alone_verify_the_signature(original: Erased, verify: Verify, tmp_path: Path) -> None:
    file = tmp_path / "receipt.txt"
    file.write_text(original.receipt + "\n")
    expected = Verdict(0, {"receipt": "proven", "data": "not checked"})
    assert verify(str(file), "--jwks", original.public_keys) == expected


def test_a_report_to_read_ends_with_the_verdict(original: Erased, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build_command()(["erasure", "verify", original.receipt, "--data-dir", str(original.data_dir)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("proven       receipt     signed with ES256")
    assert lines[-1] == "Proven, as far as it was checked."


@pytest.mark.parametrize("receipt", ["a.b.c", "x" * 100 + ".y.z"])
def test_what_nobody_has_signed_is_not_proven(original: Erased, verify: Verify, receipt: str) -> None:
    assert verify(receipt, "--data-dir", original.data_dir) == Verdict(1, {"receipt": "not proven"})


@pytest.mark.parametrize(
    "options", [("--data-dir", "nowhere"), ("--session-id", "no id"), ("--marker", "nowhere"), ("--jwks", "nowhere")]
)
def test_what_cannot_be_read_says_nothing_about_the_erasure(
    original: Erased, verify: Verify, tmp_path: Path, options: tuple[str, str]
) -> None:
    place = () if "--data-dir" in options else ("--data-dir", original.data_dir)
    verdict = verify(original.receipt, *place, *options)
    assert (verdict.status, set(verdict.outcomes.values())) == (2, {"not checked"})


def test_the_receipt_of_another_session_is_not_the_asked_ones(original: Erased, verify: Verify) -> None:
    verdict = verify(original.receipt, "--data-dir", original.data_dir, "--session-id", original.living_id)
    refuted = {check for check, outcome in verdict.outcomes.items() if outcome == "not proven"}
    assert (verdict.status, refuted) == (1, {"session id", "files", "keys"})


def test_a_session_that_was_put_back_is_found(copied: Erased, verify: Verify) -> None:
    with closing(sqlite3.connect(copied.data_dir / "livegate.db")) as connection, connection:
        connection.execute(
            "UPDATE sessions SET session_id = ? WHERE session_id = ?", (copied.session_id, copied.living_id)
        )
    verdict = verify(copied.receipt, "--data-dir", copied.data_dir)
    assert (verdict.status, verdict.outcomes["sessions"]) == (1, "not proven")


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE tombstones SET erased_at = 0 WHERE sequence = 1", "chain"),
        ("UPDATE tombstones SET erased_at = 0 WHERE sequence = 2", "chain"),
        ("DELETE FROM tombstones WHERE sequence = 1", "chain"),
        ("DELETE FROM tombstones WHERE sequence = 3", "log"),
        ("UPDATE erasure_checkpoints SET signed = 'a.b.c'", "chain"),
    ],
)
def test_a_database_that_was_changed_is_found(copied: Erased, verify: Verify, statement: str, check: str) -> None:
    with closing(sqlite3.connect(copied.data_dir / "livegate.db")) as connection, connection:
        connection.execute(
            "INSERT OR IGNORE INTO erasure_checkpoints VALUES (2, 0, 'x.y.z')" if "check" in statement else "SELECT 1"
        )
        connection.execute(statement)
    verdict = verify(copied.receipt, "--data-dir", copied.data_dir)
    assert (verdict.status, verdict.outcomes[check]) == (1, "not proven")


def test_a_log_that_was_changed_is_found(copied: Erased, verify: Verify) -> None:
    log = copied.data_dir / "erasures.log"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[1:]))
    verdict = verify(copied.receipt, "--data-dir", copied.data_dir)
    assert (verdict.status, verdict.outcomes["log"]) == (1, "not proven")


def test_a_marker_is_found_in_any_file(copied: Erased, verify: Verify, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    marker.write_bytes(b"left behind by somebody")
    (copied.data_dir / "objects" / "leftover").write_bytes(b"x" * 100 + marker.read_bytes())
    options = ("--data-dir", copied.data_dir, "--marker", marker)
    verdict = verify(copied.receipt, *options)
    assert (verdict.status, verdict.outcomes["files"]) == (1, "not proven")


def test_a_free_page_that_is_not_zeroed_is_found(copied: Erased, verify: Verify) -> None:
    path = copied.data_dir / "livegate.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE leftover AS SELECT zeroblob(0) || hex(randomblob(4000)) AS content")
        connection.execute("DROP TABLE leftover")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    verdict = verify(copied.receipt, "--data-dir", copied.data_dir)
    assert (verdict.status, verdict.outcomes["free pages"]) == (1, "not proven")
