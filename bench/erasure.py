"""Measure what verifying one receipt takes beside many sessions and many erasures.

Usage: ``python -m bench.erasure [SESSIONS [ERASURES]]``. The database is filled as the server does it; the tombstones
are written straight into the database and its log, with a signed checkpoint after every thousand. Without
the session's id the fastest of three rounds counts, for other work on the machine takes time too.
"""

import asyncio
import os
import secrets
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import msgspec

from bench.filling import fill
from livegate.access.erasure_receipts import ErasureReceipts
from livegate.erasure_verification import Traces, prove_erasure
from livegate.opened_keys import open_keys_at_rest, open_signing_keys
from livegate.operations.system import SystemClock
from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.erasure_register import CHECKPOINT_TOMBSTONES
from livegate.sessions.ports import SessionKey
from livegate.sessions.receipts import receipt_of
from livegate.sessions.session import SessionKind
from livegate.sessions.tombstones import ErasureNote, Tombstone, encode_line, follow
from livegate.settings import Settings
from livegate.storage import statements
from livegate.storage.rows import to_microseconds, tombstone_parameters

ROUNDS = 3
LONGEST = 2.0
"""Seconds that all checks but the search through the files may take."""
SESSION = SessionKey("default", SessionKind.LIVENESS, "00000000-0000-4000-8000-000000000000")
SEARCHES = frozenset({"files", "keys", "free pages"})


def bury(data_dir: Path, count: int) -> str:
    """Add ``count`` tombstones and return the receipt of the one in the middle, which is that of ``SESSION``."""
    receipts, now = ErasureReceipts(open_signing_keys(data_dir)), SystemClock().now()
    notes = ErasureNotes(open_keys_at_rest(Settings(data_dir=data_dir)).vault, version="bench")
    receipt, last = "", None
    connection = sqlite3.connect(data_dir / "livegate.db")
    with closing(connection), connection, (data_dir / "erasures.log").open("wb") as log:
        for number in range(1, count + 1):
            note = ErasureNote("default", secrets.token_bytes(32), now, "bench")
            if number == count // 2:
                note = notes.write(SESSION, now)
            last = follow(last, note, expires_at=now + timedelta(hours=1), rows=1, images=0)
            connection.execute(statements.INSERT_TOMBSTONE, tombstone_parameters(last))
            log.write(encode_line(last))
            if number % CHECKPOINT_TOMBSTONES == 0:
                signed = receipts.sign_checkpoint(number, last.hash, now)
                checkpoint = {"sequence": number, "signed_at": to_microseconds(now), "signed": signed}
                connection.execute(statements.INSERT_CHECKPOINT, checkpoint)
            if number == count // 2:
                receipt = _receipt(receipts, last)
    return receipt


def _receipt(receipts: ErasureReceipts, tombstone: Tombstone) -> str:
    return asyncio.run(receipts.sign_receipt(msgspec.to_builtins(receipt_of(tombstone))))


def measure(data_dir: Path, receipt: str, session_id: str | None) -> float:
    """Print what each check took, and return the seconds of those that search no files."""
    traces = Traces(session_id, {})
    total, begun, processor = 0.0, perf_counter(), process_time()
    for finding in prove_erasure(Settings(data_dir=data_dir), receipt, traces, also=()):
        seconds = perf_counter() - begun
        spent = process_time() - processor
        print(f"{finding.check:11} {seconds:8.3f} s   processor {spent:7.3f} s   {finding.detail[:100]}")
        total += 0.0 if finding.check in SEARCHES else seconds
        begun, processor = perf_counter(), process_time()
    return total


def main() -> None:
    """Print the table; the status is 1 when the bar does not hold."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    erasures = int(sys.argv[2]) if len(sys.argv) > 2 else sessions  # noqa: PLR2004  # the second argument
    with TemporaryDirectory() as folder:
        data_dir = Path(folder)
        asyncio.run(fill(data_dir, sessions))
        receipt = bury(data_dir, erasures)
        # What filling has left to write would be waited for.
        os.sync()
        print("without the session's id:")
        unnamed = min(measure(data_dir, receipt, None) for _ in range(ROUNDS))
        print("\nwith the session's id:")
        named = measure(data_dir, receipt, SESSION.session_id)
    print("\nwithout the search through the files:")
    print(f"without the id {unnamed:.2f} s, with it {named:.2f} s (bar: at most {LONGEST:.0f} s each)")
    sys.exit(max(unnamed, named) > LONGEST)


if __name__ == "__main__":
    main()
