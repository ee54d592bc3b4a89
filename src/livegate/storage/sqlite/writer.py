"""The one thread of a process that writes: it commits all writes that are waiting together, with one ``fsync``."""

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, TypeVar

from livegate.sessions.ports import StoreUnavailableError
from livegate.sessions.tombstones import ErasureChainError
from livegate.storage.sqlite.connection import WriteConnection
from livegate.storage.sqlite.errors import is_unavailable, unavailable
from livegate.storage.sqlite.write_log import WriteLog

T = TypeVar("T")
Item = TypeVar("Item")

WriteMany = Callable[[WriteConnection, Sequence[Item]], Sequence[T]]
"""Writes all items, and returns as many results; what it raises fails all of them."""


class NotTogetherError(Exception):
    """Raised by a write of several items that can only be written apart."""


GROUP_LIMIT: Final = 128
QUEUE_LIMIT: Final = 4_096
_TRUNCATION_RETRY_SECONDS: Final = 1.0


class _Write:
    """A waiting write, and once it was tried, what its caller is to be told."""

    def __init__(
        self, function: WriteMany[Any, Any], item: object, future: asyncio.Future[Any], *, erases: bool
    ) -> None:
        self.function = function
        self.item = item
        self.future = future
        self.erases = erases
        self.result: object = None
        self.error: Exception | None = None

    def settle(self) -> None:
        """Tell the caller, in its event loop."""
        # The error's traceback leads to this write: neither may keep the other.
        error, self.error = self.error, None
        if self.future.cancelled():
            return
        if error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(error)
            del self.future


class Writer:
    """Runs write functions in the order they came; each whole or not at all, acknowledged only when durable.

    They come from one event loop, which is woken once for all that a commit acknowledges.
    A write that fails takes no other with it: its group is then run once more, each write apart, so that a write may
    run twice. When the common commit fails, all of the group fail with ``StoreUnavailableError``. A write that erases
    is acknowledged once ``mirror``, which is called after the commit, has returned, and after the attempt to empty the
    write-ahead log; where ``mirror`` raises, it was done, and fails all the same with ``StoreUnavailableError``.
    """

    def __init__(
        self,
        connection: WriteConnection,
        *,
        mirror: Callable[[WriteConnection, Sequence[object]], None] = lambda _, __: None,
        queue_limit: int = QUEUE_LIMIT,
    ) -> None:
        self._connection = connection
        self._mirror = mirror
        self._log = WriteLog(connection)
        self._queue_limit = queue_limit
        self._waiting: deque[_Write] = deque()
        self._gathered: list[_Write] = []
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()

    def submit(self, function: Callable[[WriteConnection], T], *, erases: bool = False) -> asyncio.Future[T]:
        """Queue a write; cancelled while it waits, it is not done.

        Raises ``StoreUnavailableError`` when too many are waiting, and after ``close``.
        """
        return self.submit_item(lambda connection, _: (function(connection),), None, erases=erases)

    def submit_item(self, function: WriteMany[Item, T], item: Item, *, erases: bool = False) -> asyncio.Future[T]:
        """Queue a write that ``function`` does together with those of its items that come one after the other.

        Raises as ``submit``.
        """
        loop = asyncio.get_running_loop()
        if self._closed:
            raise StoreUnavailableError("The store is closed.")
        if len(self._waiting) + len(self._gathered) >= self._queue_limit:
            raise StoreUnavailableError("Too many writes are waiting.")
        future: asyncio.Future[T] = loop.create_future()
        if not self._gathered:
            loop.call_soon(self._hand_over)
        self._gathered.append(_Write(function, item, future, erases=erases))
        return future

    def _hand_over(self) -> None:
        """Give the thread all writes of this turn of the event loop at once: it would begin with the first alone."""
        gathered, self._gathered = self._gathered, []
        with self._changed:
            if not self._closed:
                self._waiting.extend(gathered)
                self._changed.notify()
                return
        for write in gathered:
            write.error = StoreUnavailableError("The store is closed.")
            write.settle()

    def close(self) -> None:
        """Finish what was queued, then close the connection."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        self._log.truncate()
        while (group := self._next_group()) is not None:
            self._commit(group)
            erasing = [write for write in group if write.erases]
            _acknowledge([write for write in group if not write.erases])
            self._mirror_all(erasing)
            self._log.truncate(erased=bool(erasing))
            _acknowledge(erasing)
        self._connection.close()

    def _next_group(self) -> list[_Write] | None:
        """Wait for writes; an empty group means that only the log waits for attention, None that all is done."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._waiting or self._closed,
                timeout=None if self._log.is_clean else _TRUNCATION_RETRY_SECONDS,
            )
            if self._closed and not self._waiting:
                return None
            group = [self._waiting.popleft() for _ in range(min(GROUP_LIMIT, len(self._waiting)))]
        return [write for write in group if not write.future.cancelled()]

    def _commit(self, group: list[_Write]) -> None:
        if not group:
            return
        try:
            if not self._write_together(group):
                self._write_apart(group)
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            for write in group:
                write.result, write.error = None, unavailable(error)

    def _mirror_all(self, erasing: Sequence[_Write]) -> None:
        if not erasing:
            return
        try:
            self._mirror(self._connection, [write.result for write in erasing])
        except (OSError, sqlite3.Error, ErasureChainError) as error:
            for write in erasing:
                write.result, write.error = None, write.error or unavailable(error)

    def _write_together(self, group: list[_Write]) -> bool:
        """Write and commit the group, or return False and nothing is written: one of them fails.

        Most groups have no such write, and two statements less for each of the others.
        """
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            for function, writes in groupby(group, key=attrgetter("function")):
                together = tuple(writes)
                results = function(self._connection, tuple(write.item for write in together))
                for write, result in zip(together, results, strict=True):
                    write.result = result
        except Exception:  # noqa: BLE001  # whatever a write raises, it raises again apart
            self._connection.execute("ROLLBACK")
            return False
        self._connection.execute("COMMIT")
        return True

    def _write_apart(self, group: list[_Write]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        for write in group:
            self._attempt(write)
        self._connection.execute("COMMIT")

    def _attempt(self, write: _Write) -> None:
        self._connection.execute("SAVEPOINT attempt")
        try:
            (write.result,) = write.function(self._connection, (write.item,))
        except Exception as error:  # noqa: BLE001  # whatever a write raises is its caller's, and the thread lives on
            # What it returned when the group was tried together was rolled back, and must not be mirrored.
            write.result, write.error = None, unavailable(error) if is_unavailable(error) else error
            # Where SQLite has given up the whole transaction this fails in turn, and with it the group.
            self._connection.execute("ROLLBACK TO attempt")
        self._connection.execute("RELEASE attempt")


def _acknowledge(writes: Sequence[_Write]) -> None:
    if not writes:
        return
    # A loop that is closed has nobody left who waits.
    with suppress(RuntimeError):
        writes[0].future.get_loop().call_soon_threadsafe(_settle, writes)


def _settle(writes: Sequence[_Write]) -> None:
    for write in writes:
        write.settle()
