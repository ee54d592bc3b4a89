"""What goes into a tombstone before its session is erased: nothing that leads back to a person or to the session."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from livegate.sessions.ports import KeyVault, SessionKey
from livegate.sessions.tombstones import ErasureNote, Tombstone

_PURPOSE: Final = "erased session"


class ErasureNotes:
    """Writes notes; ``version`` is the software's."""

    def __init__(self, vault: KeyVault, *, version: str) -> None:
        self._vault = vault
        self._version = version

    def session_hash(self, key: SessionKey) -> bytes:
        """Return 32 bytes by which the vault's owner, and nobody else, tells whether a tombstone is this session's."""
        return self._vault.keyed_hash(_beginning(key.resource, key.kind) + key.session_id.encode(), purpose=_PURPOSE)

    def is_among(self, tombstone: Tombstone, kind: str, session_ids: Iterable[str]) -> bool:
        """Tell whether the tombstone is of one of these sessions, all of one kind and of the tombstone's resource."""
        hash_of = self._vault.keyed_hash_after(_beginning(tombstone.resource, kind), purpose=_PURPOSE)
        return tombstone.session_hash in map(hash_of, map(str.encode, session_ids))

    def write(self, key: SessionKey, erased_at: datetime) -> ErasureNote:
        """Return the note on a session that is to be erased now."""
        return ErasureNote(
            resource=key.resource, session_hash=self.session_hash(key), erased_at=erased_at, version=self._version
        )


def _beginning(resource: str, kind: str) -> bytes:
    return f"{resource}/{kind}/".encode()
