"""Copies new tombstones from the database into the erasure log."""

from collections.abc import Sequence

from livegate.sessions.ports import ErasedRow
from livegate.sessions.tombstones import ErasureChainError
from livegate.storage.erasure_log import ErasureLog
from livegate.storage.sqlite.connection import WriteConnection
from livegate.storage.sqlite.tombstone_rows import last_tombstone, tombstones_between


class ErasureMirror:
    """Completes the log after a commit; of one thread.

    Of several processes each completes what the others have committed as well: the log has the database's order
    whoever comes first, and what a killed process has left out is written by the next one.
    """

    def __init__(self, log: ErasureLog) -> None:
        self._log = log
        self._mirrored = 0

    def complete(self, connection: WriteConnection, written: Sequence[object]) -> None:
        """Return when all tombstones that the database has are durable in the log too.

        ``written`` is what the erasures of the last commit have returned: mostly just what the log lacks. Raises
        ``OSError``, ``sqlite3.Error``, and ``ErasureChainError`` when the log has other tombstones.
        """
        newest = [row.tombstone for row in written if isinstance(row, ErasedRow)]
        head = newest[-1] if newest else last_tombstone(connection)
        if head is None or head.sequence <= self._mirrored:
            return
        with self._log.opened() as log:
            last = log.last()
            mirrored = 0 if last is None else last.sequence
            if newest and newest[0].sequence == mirrored + 1:
                missing = newest
            else:
                missing = list(tombstones_between(connection, after=mirrored))
            if last is not None and missing and missing[0].previous != last.hash:
                raise ErasureChainError(f"The erasure log and the database differ in tombstone {last.sequence}.")
            log.append(missing)
            # Even where nothing is missing: what another process has written may not be durable yet.
            self._mirrored = missing[-1].sequence if missing else mirrored
