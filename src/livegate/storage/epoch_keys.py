"""Epoch keys: the data keys of all sessions whose lives end within the same hour are wrapped under one of them."""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from livegate.sessions.ports import KeyDestroyedError, SealBrokenError, StoreUnavailableError
from livegate.storage.aes_gcm_key import AesGcmKey
from livegate.storage.file_identities import FileIdentity
from livegate.storage.master_key import MasterKeyError
from livegate.storage.nonces import Nonces
from livegate.storage.secret_file import SecretFileError
from livegate.storage.wrapped_key_files import EPOCH_KEYS, WrappedKeyFiles

EPOCH_SECONDS: Final = 3_600
EPOCH_WRAPPED: Final = b"\x02"
"""Begins each data key that is wrapped under an epoch key."""
_EPOCH_SIZE: Final = 4
_KEY_ID_SIZE: Final = 8
EPOCH_HEADER_SIZE: Final = len(EPOCH_WRAPPED) + _EPOCH_SIZE + _KEY_ID_SIZE


class EpochKeys:
    """Makes the key of an epoch when it is first needed, and destroys it when the epoch is over.

    What an epoch key seals begins with the version, the epoch (hours from 1970 to the end of the sessions' lives,
    rounded down) and the key's id. An opened key is used again only while its file is there: when another process has
    destroyed it, or has wrapped it anew, it is forgotten at the next use, and at the next sweep at the latest.
    """

    def __init__(self, files: WrappedKeyFiles, *, random_bytes: Callable[[int], bytes]) -> None:
        self._files = files
        self._nonces = Nonces(random_bytes)
        self._opened: dict[int, tuple[FileIdentity, AesGcmKey]] = {}

    def for_life_until(self, expires_at: datetime) -> AesGcmKey:
        """Return the key of the epoch in which a life ends. Raises ``StoreUnavailableError``."""
        epoch = epoch_of(expires_at)
        with _unavailable():
            key = self._opened_key(epoch)
            if key is None:
                self._files.read_or_create(_name(epoch))
                key = self._opened_key(epoch)
        if key is None:
            raise StoreUnavailableError("The key of the epoch was destroyed when it had just been made.")
        return key

    def open(self, wrapped: bytes, *, context: str) -> bytes:
        """Return what an epoch key has sealed.

        Raises ``SealBrokenError``, ``KeyDestroyedError`` and ``StoreUnavailableError``.
        """
        if len(wrapped) < EPOCH_HEADER_SIZE:
            raise SealBrokenError("The bytes are too short to name an epoch.")
        with _unavailable():
            key = self._opened_key(int.from_bytes(wrapped[len(EPOCH_WRAPPED) : len(EPOCH_WRAPPED) + _EPOCH_SIZE]))
        if key is None:
            raise KeyDestroyedError("The key of the epoch has been destroyed.")
        return key.open(wrapped, context=context)

    def wrapped_beginnings(self) -> tuple[bytes, ...]:
        """Return how data keys begin that are wrapped under the epoch keys that there are."""
        epochs = map(_epoch, self._files.epoch_names())
        return tuple(EPOCH_WRAPPED + epoch.to_bytes(_EPOCH_SIZE) for epoch in epochs)

    def destroy_before(self, now: datetime) -> int:
        """Destroy the keys of the epochs that are over at ``now``, and return how many there were; blocks.

        The caller has erased every session whose life is over. Keys that another process has destroyed are forgotten.
        Raises ``StoreUnavailableError``.
        """
        over = [name for name in self._files.epoch_names() if _epoch(name) < epoch_of(now)]
        with _unavailable():
            for name in over:
                self._files.destroy(name)
        for epoch in tuple(self._opened):
            if self._files.identity(_name(epoch)) is None:
                self._opened.pop(epoch, None)
        return len(over)

    def _opened_key(self, epoch: int) -> AesGcmKey | None:
        """Return the epoch's key if it has one; asked for every session, so that the file is read only when it is new.

        The identity is the one before reading: a file replaced meanwhile is read again next time.
        """
        identity, known = self._files.identity(_name(epoch)), self._opened.get(epoch)
        if known is not None and known[0] == identity:
            return known[1]
        secret = None if identity is None else self._files.read(_name(epoch))
        if identity is None or secret is None:
            self._opened.pop(epoch, None)
            return None
        key = AesGcmKey(secret, header=_header(epoch, secret), nonce=self._nonces.draw)
        self._opened[epoch] = identity, key
        return key


def epoch_of(moment: datetime) -> int:
    """Return the whole hours from 1970 to ``moment``."""
    return int(moment.timestamp() // EPOCH_SECONDS)


def _name(epoch: int) -> str:
    return f"{EPOCH_KEYS}/{epoch}.key"


def _epoch(name: str) -> int:
    return int(name.removeprefix(f"{EPOCH_KEYS}/").removesuffix(".key"))


def _header(epoch: int, secret: bytes) -> bytes:
    # The id tells the keys apart that a clock put back may have made for the same hour.
    key_id = hmac.digest(secret, b"livegate epoch key id", hashlib.sha256)[:_KEY_ID_SIZE]
    return EPOCH_WRAPPED + epoch.to_bytes(_EPOCH_SIZE) + key_id


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except (OSError, SecretFileError, MasterKeyError) as error:
        raise StoreUnavailableError("The key of an epoch cannot be used.") from error
