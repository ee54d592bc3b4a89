"""A few read-only connections, each used by one thread at a time."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

from livegate.sessions.ports import StoreUnavailableError
from livegate.storage.sqlite.connection import ReadConnection
from livegate.storage.sqlite.errors import translated

T = TypeVar("T")


class Readers:
    """Runs read functions in as many threads as there are connections."""

    def __init__(self, connections: Sequence[ReadConnection]) -> None:
        self._connections = tuple(connections)
        self._idle: SimpleQueue[ReadConnection] = SimpleQueue()
        for connection in self._connections:
            self._idle.put(connection)
        self._threads = ThreadPoolExecutor(len(self._connections), thread_name_prefix="sqlite-reader")

    def submit(self, read: Callable[[ReadConnection], T]) -> Future[T]:
        """Run ``read`` in one of the threads. Raises ``StoreUnavailableError`` after ``close``."""
        try:
            return self._threads.submit(self._run, read)
        except RuntimeError as error:
            raise StoreUnavailableError("The store is closed.") from error

    def close(self) -> None:
        """Finish what was submitted, then close the connections."""
        self._threads.shutdown()
        for connection in self._connections:
            connection.close()

    def _run(self, read: Callable[[ReadConnection], T]) -> T:
        connection = self._idle.get()
        try:
            with translated():
                return read(connection)
        finally:
            self._idle.put(connection)
