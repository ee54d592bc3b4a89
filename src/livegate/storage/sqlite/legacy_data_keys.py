"""Data keys that an earlier version has wrapped under the master key itself: they go with their sessions."""

from contextlib import closing
from pathlib import Path

from livegate.storage import statements
from livegate.storage.master_key import MasterKeyError
from livegate.storage.rows import from_microseconds
from livegate.storage.sqlite.connection import open_reader
from livegate.storage.sqlite.errors import translated


def require_no_legacy_data_keys(path: Path) -> None:
    """Raise ``MasterKeyError`` while a session hangs on the master key itself; ``StoreUnavailableError``.

    It reads the whole table.
    """
    if not path.exists():
        return
    with translated(), closing(open_reader(path)) as connection:
        (last_end,) = connection.execute(statements.SELECT_LAST_LEGACY_END).fetchone()
    if last_end is not None:
        raise MasterKeyError(
            "Sessions of an earlier version hang on the master key itself, and would be lost: rotate it after "
            f"{from_microseconds(last_end):%Y-%m-%d %H:%M} UTC, when the last of them is over."
        )
