"""Erasing sessions within a transaction of somebody else's: rows deleted, tombstones kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from livegate.sessions.ports import ErasedRow, SessionKey
from livegate.sessions.tombstones import ErasureNote, follow
from livegate.storage.sqlite.connection import WriteConnection
from livegate.storage.sqlite.session_rows import delete_sessions
from livegate.storage.sqlite.tombstone_rows import keep_tombstones, last_tombstone


@dataclass(frozen=True, slots=True)
class SessionErasure:
    """A session that is to be erased, and what its tombstone says."""

    key: SessionKey
    note: ErasureNote


def erase_sessions(connection: WriteConnection, erasures: Sequence[SessionErasure]) -> list[ErasedRow | None]:
    """Erase sessions in their order, each as ``SqliteSessionStore.erase`` says. Raises ``NotTogetherError``."""
    erased: list[ErasedRow | None] = []
    deleted = delete_sessions(connection, [erasure.key for erasure in erasures])
    head = last_tombstone(connection) if any(deleted) else None
    for erasure, session in zip(erasures, deleted, strict=True):
        if session is None:
            erased.append(None)
            continue
        names = session.object_names
        head = follow(head, erasure.note, expires_at=session.expires_at, rows=session.row_count, images=len(names))
        erased.append(ErasedRow(head, names))
    keep_tombstones(connection, [row.tombstone for row in erased if row is not None])
    return erased
