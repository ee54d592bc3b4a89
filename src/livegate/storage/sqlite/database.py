"""One SQLite file, open for reading and writing, off the event loop; the stores stand on it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self, TypeVar

from livegate.sessions.ports import StoreUnavailableError
from livegate.storage.erasure_log import ErasureLog
from livegate.storage.sqlite.connection import ReadConnection, WriteConnection, open_reader, open_writer
from livegate.storage.sqlite.erasure_mirror import ErasureMirror
from livegate.storage.sqlite.errors import translated
from livegate.storage.sqlite.migrations import load_migrations, migrate
from livegate.storage.sqlite.readers import Readers
from livegate.storage.sqlite.writer import WriteMany, Writer

T = TypeVar("T")
Item = TypeVar("Item")

ERASURE_LOG: Final = "erasures.log"
"""The file beside the database in which all erasures stand once more."""

_READER_COUNT: Final = 2


class SqliteDatabase:
    """Runs read and write functions. Several processes of one machine may open the same file at the same time.

    A call that is cancelled while its write runs may still have written.
    ``erasure_log`` has every tombstone once more.
    """

    def __init__(self, writer: Writer, readers: Readers, finder: ReadConnection, erasure_log: ErasureLog) -> None:
        self._writer = writer
        self.erasure_log = erasure_log
        self._readers = readers
        self._finder = finder
        self._is_closed = False

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or make the database and bring its schema up to date; blocks, so call it before serving.

        Raises ``UnusableDatabaseError`` when SQLite is too old or the database too new, ``StoreUnavailableError``
        when the file cannot be opened, read or written.
        """
        with translated():
            connection = open_writer(path)
            try:
                migrate(connection, load_migrations())
                readers = Readers([open_reader(path) for _ in range(_READER_COUNT)])
                finder = open_reader(path)
            except BaseException:
                connection.close()
                raise
            log = ErasureLog(path.with_name(ERASURE_LOG))
            return cls(Writer(connection, mirror=ErasureMirror(log).complete), readers, finder, log)

    async def close(self) -> None:
        """Finish what was begun and close the file; later calls raise ``StoreUnavailableError``."""
        self._is_closed = True
        self._finder.close()
        await asyncio.to_thread(self._readers.close)
        await asyncio.to_thread(self._writer.close)

    def find(self, read: Callable[[ReadConnection], T]) -> T:
        """Run ``read``, which an index answers at once, in the calling thread. Raises as ``open``.

        In WAL mode a reader waits for nobody, and handing the search to another thread costs more than a row
        (decision 0013).
        """
        if self._is_closed:
            raise StoreUnavailableError("The store is closed.")
        with translated():
            return read(self._finder)

    async def read(self, read: Callable[[ReadConnection], T]) -> T:
        """Run ``read`` beside other reads; it sees what was committed when it began. Raises as ``open``."""
        return await asyncio.wrap_future(self._readers.submit(read))

    async def write(self, write: Callable[[WriteConnection], T], *, erases: bool = False) -> T:
        """Run ``write`` whole or not at all; it is durable when this returns (see ``Writer``). Raises as ``open``."""
        return await self._writer.submit(write, erases=erases)

    async def write_item(self, write: WriteMany[Item, T], item: Item, *, erases: bool = False) -> T:
        """Run ``write`` as ``write``, with others of its items at once where they wait together. Raises as ``open``."""
        return await self._writer.submit_item(write, item, erases=erases)
