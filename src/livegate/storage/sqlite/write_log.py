"""Empties the write-ahead log after erasures, since its frames still hold the pages as they were."""

import sqlite3
from typing import Final

from livegate.storage.sqlite.connection import BUSY_MILLISECONDS, WriteConnection

_PATIENCE_MILLISECONDS: Final = 100


class WriteLog:
    """Knows whether the log may hold what was erased; of one thread.

    ``wal_checkpoint(TRUNCATE)`` moves the committed pages into the database file, where ``secure_delete`` has zeroed
    what was deleted, and cuts the log to length 0. It must wait until no other connection reads an older state, so
    that a long reader, such as a backup, can put it off; it is then tried again after each group of writes and every
    second. The file system decides when it overwrites the blocks that the log gave back.
    """

    def __init__(self, connection: WriteConnection) -> None:
        self._connection = connection
        self._is_clean = False  # the process before may have ended between an erasure and the truncation
        self._is_blocked = False

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing erased is left in the log."""
        return self._is_clean

    def truncate(self, *, erased: bool = False) -> None:
        """Empty the log if it may hold what was erased; ``erased`` says that it does from now on."""
        self._is_clean = self._is_clean and not erased
        if self._is_clean:
            return
        # A reader that outlived one wait is not waited for again: every write would pay for it.
        patience = 0 if self._is_blocked else _PATIENCE_MILLISECONDS
        try:
            self._connection.execute(f"PRAGMA busy_timeout = {patience}")
            (is_blocked, *_) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error:
            is_blocked = True
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        self._is_blocked = bool(is_blocked)
        self._is_clean = not self._is_blocked
