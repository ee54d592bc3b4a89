"""What a store is told when it is to erase a session."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from livegate.sessions.ports import SessionKey
from livegate.sessions.tombstones import ErasureNote, Tombstone, follow

BEFORE_ANY_END = datetime(2026, 1, 1, tzinfo=UTC)


def note_on(key: SessionKey, erased_at: datetime = BEFORE_ANY_END) -> ErasureNote:
    """Return a note whose hash is another one for every key."""
    content = f"{key.resource}/{key.kind.value}/{key.session_id}"
    return ErasureNote(key.resource, sha256(content.encode()).digest(), erased_at, "0.0.1")


def chain_of(count: int, *, first: int = 0) -> tuple[Tombstone, ...]:
    """Return tombstones one after the other; the session hashes count from ``first``."""
    chain: list[Tombstone] = []
    for number in range(first, first + count):
        note = ErasureNote("face", number.to_bytes(32), BEFORE_ANY_END, "0.0.1")
        end = BEFORE_ANY_END + timedelta(hours=48)
        chain.append(follow(chain[-1] if chain else None, note, expires_at=end, rows=1, images=0))
    return tuple(chain)
