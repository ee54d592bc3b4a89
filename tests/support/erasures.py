"""What a store is told when it is to erase a session."""

from datetime import UTC, datetime
from hashlib import sha256

from livegate.sessions.ports import SessionKey
from livegate.sessions.tombstones import ErasureNote

BEFORE_ANY_END = datetime(2026, 1, 1, tzinfo=UTC)


def note_on(key: SessionKey, erased_at: datetime = BEFORE_ANY_END) -> ErasureNote:
    """Return a note whose hash is another one for every key."""
    content = f"{key.resource}/{key.kind.value}/{key.session_id}"
    return ErasureNote(key.resource, sha256(content.encode()).digest(), erased_at, "0.0.1")
