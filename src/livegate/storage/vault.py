"""Wraps each session's data key under the key of its epoch, and hashes what must be recognised and not kept."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Final

from livegate.sessions.ports import SealBrokenError
from livegate.storage.aes_gcm_key import KEY_SIZE, SEAL_SIZE, AesGcmKey
from livegate.storage.epoch_keys import EPOCH_HEADER_SIZE, EPOCH_WRAPPED, EpochKeys
from livegate.storage.master_key import KEY_ID_SIZE, MasterKeySource
from livegate.storage.nonces import Nonces
from livegate.storage.prepared_hmac import PreparedHmac, prepare_hmac

_DATA_KEY_VERSION: Final = b"\x01"
_MASTER_WRAPPED: Final = b"\x01"
"""Begins data keys that an earlier version has wrapped under the master key itself; their sessions live 48 hours."""


class AesGcmVault:
    """Makes random data keys and wraps them under the key of the epoch in which the session's life ends.

    Destroying the wrapped key, or the epoch's key, makes all that is sealed under the data key unreadable.
    """

    def __init__(
        self,
        epoch_keys: EpochKeys,
        master_keys: MasterKeySource,
        *,
        hash_key: bytes,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._epoch_keys = epoch_keys
        self._master_keys = master_keys
        self._hash_key = hash_key
        # A purpose a day at most, and a million sessions are hashed when a receipt is verified.
        self._purposes: dict[str, PreparedHmac] = {}
        self._random_bytes = random_bytes
        self._nonces = Nonces(random_bytes)

    def create(self, *, context: str, expires_at: datetime) -> tuple[AesGcmKey, bytes]:
        """Return a new random data key and its wrapped form. Raises ``StoreUnavailableError``.

        Once an hour it makes the epoch's key, which waits for the disk.
        """
        secret = self._random_bytes(KEY_SIZE)
        return self._data_key(secret), self._epoch_keys.for_life_until(expires_at).seal(secret, context=context)

    def unwrap(self, wrapped_key: bytes, *, context: str) -> AesGcmKey:
        """Return the data key.

        Raises ``SealBrokenError``, ``KeyDestroyedError`` once the epoch's key has been destroyed, and
        ``StoreUnavailableError``.
        """
        if wrapped_key.startswith(EPOCH_WRAPPED):
            return self._data_key(self._epoch_keys.open(wrapped_key, context=context))
        return self._data_key(self._unwrap_with_master_key(wrapped_key, context))

    def keyed_hash(self, content: bytes, *, purpose: str) -> bytes:
        """Return 32 bytes that follow from ``content`` and cannot be guessed back without the hash key.

        HMAC-SHA-256 under a key of the purpose's own, so that hashes made for two purposes cannot be joined.
        """
        return self._prepared(purpose).digest(content)

    def keyed_hash_after(self, beginning: bytes, *, purpose: str) -> Callable[[bytes], bytes]:
        """Return what gives the keyed hash of a content that begins so, from what follows the beginning."""
        return self._prepared(purpose).after(beginning).digest

    def wrapped_shapes(self) -> tuple[tuple[bytes, int], ...]:
        """Return how the wrapped keys begin that this vault could open, and how many bytes they have.

        There is one for each epoch whose key exists, and one for each master key.
        """
        sealed_size = KEY_SIZE + SEAL_SIZE
        epochs = ((beginning, EPOCH_HEADER_SIZE + sealed_size) for beginning in self._epoch_keys.wrapped_beginnings())
        masters = (
            (_MASTER_WRAPPED + key.key_id, len(_MASTER_WRAPPED) + KEY_ID_SIZE + sealed_size)
            for key in self._master_keys.keys().keys
        )
        return (*epochs, *masters)

    def _prepared(self, purpose: str) -> PreparedHmac:
        prepared = self._purposes.get(purpose)
        if prepared is None:
            purpose_key = hmac.digest(self._hash_key, b"livegate keyed hash/" + purpose.encode(), hashlib.sha256)
            prepared = self._purposes[purpose] = prepare_hmac(purpose_key)
        return prepared

    def _unwrap_with_master_key(self, wrapped_key: bytes, context: str) -> bytes:
        key_id = wrapped_key[len(_MASTER_WRAPPED) : len(_MASTER_WRAPPED) + KEY_ID_SIZE]
        master_key = self._master_keys.find(key_id) if wrapped_key.startswith(_MASTER_WRAPPED) else None
        if master_key is None:
            raise SealBrokenError("The data key was wrapped in another format or under another key.")
        header = _MASTER_WRAPPED + key_id
        return AesGcmKey(master_key.secret, header=header, nonce=bytes).open(wrapped_key, context=context)

    def _data_key(self, secret: bytes) -> AesGcmKey:
        return AesGcmKey(secret, header=_DATA_KEY_VERSION, nonce=self._nonces.draw)
