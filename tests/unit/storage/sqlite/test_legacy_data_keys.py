from datetime import UTC, datetime
from pathlib import Path

import pytest

from livegate.sessions.ports import SessionKey, SessionRow
from livegate.sessions.session import SessionKind
from livegate.storage.master_key import MasterKeyError
from livegate.storage.sqlite.legacy_data_keys import require_no_legacy_data_keys
from livegate.storage.sqlite.session_store import SqliteSessionStore

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


async def test_sessions_that_hang_on_the_master_key_itself_are_told_with_their_last_end(tmp_path: Path) -> None:
    path = tmp_path / "livegate.db"
    require_no_legacy_data_keys(path)
    store = SqliteSessionStore.open(path)
    for number, wrapped in enumerate([b"\x02 epoch", b"\x02", b"\x01 master"]):
        require_no_legacy_data_keys(path)
        key = SessionKey("face", SessionKind.LIVENESS, str(number))
        await store.insert(SessionRow(key, NOON, NOON, 1, wrapped, b"sealed"))
    await store.close()
    with pytest.raises(MasterKeyError, match="rotate it after 2026-05-04 12:00 UTC"):
        require_no_legacy_data_keys(path)
