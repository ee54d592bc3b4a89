"""What goes into a tombstone before its session is erased: nothing that leads back to a person or to the session."""

from datetime import datetime

from livegate.sessions.ports import KeyVault, SessionKey
from livegate.sessions.tombstones import ErasureNote


class ErasureNotes:
    """Writes notes; ``version`` is the software's."""

    def __init__(self, vault: KeyVault, *, version: str) -> None:
        self._vault = vault
        self._version = version

    def session_hash(self, key: SessionKey) -> bytes:
        """Return 32 bytes by which the vault's owner, and nobody else, tells whether a tombstone is this session's."""
        content = f"{key.resource}/{key.kind.value}/{key.session_id}"
        return self._vault.keyed_hash(content.encode(), purpose="erased session")

    def write(self, key: SessionKey, erased_at: datetime) -> ErasureNote:
        """Return the note on a session that is to be erased now."""
        return ErasureNote(
            resource=key.resource, session_hash=self.session_hash(key), erased_at=erased_at, version=self._version
        )
