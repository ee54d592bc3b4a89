"""The master keys: all other keys at rest are wrapped under the newest of them."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Protocol

from livegate.storage.aes_gcm_key import KEY_SIZE, AesGcmKey
from livegate.storage.nonces import NONCE_SIZE

KEY_ID_SIZE: Final = 8
_WRAPPED: Final = b"\x02"
"""Begins each wrapped key. Earlier versions wrapped data keys, beginning with 1, under the master key itself."""


class MasterKeyError(Exception):
    """There is no master key to be had; the message is one sentence for the operator and never quotes a key."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """A 256-bit key. Raises ``ValueError`` for another length."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_SIZE:
            raise ValueError(f"A master key has {KEY_SIZE} bytes.")

    @property
    def key_id(self) -> bytes:
        """Eight bytes that follow from the key and tell nothing about it: a wrapped key names its master key."""
        return hmac.digest(self.secret, b"livegate master key id", hashlib.sha256)[:KEY_ID_SIZE]

    def wrap(self, secret: bytes, *, context: str, random_bytes: Callable[[int], bytes]) -> bytes:
        """Return ``secret`` sealed under this key; the same ``context`` is needed to unwrap it."""
        return self._wrapping_key(partial(random_bytes, NONCE_SIZE)).seal(secret, context=context)

    def unwrap(self, wrapped: bytes, *, context: str) -> bytes:
        """Return the secret. Raises ``SealBrokenError``."""
        return self._wrapping_key(bytes).open(wrapped, context=context)

    def _wrapping_key(self, nonce: Callable[[], bytes]) -> AesGcmKey:
        return AesGcmKey(self.secret, header=_WRAPPED + self.key_id, nonce=nonce)


def wrapping_key_id(wrapped: bytes) -> bytes:
    """Return the id of the master key that a wrapped key names."""
    return wrapped[len(_WRAPPED) : len(_WRAPPED) + KEY_ID_SIZE]


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """The master keys in use: the newest wraps; older ones only unwrap what was not wrapped anew yet.

    Raises ``ValueError`` where there is none.
    """

    keys: tuple[MasterKey, ...]

    def __post_init__(self) -> None:
        if not self.keys:
            raise ValueError("There must be at least one master key.")

    @property
    def newest(self) -> MasterKey:
        """The key that wraps."""
        return self.keys[0]

    def find(self, key_id: bytes) -> MasterKey | None:
        """Return the key with this id, or None."""
        return next((key for key in self.keys if key.key_id == key_id), None)


class MasterKeySource(Protocol):
    """Where the master keys come from. ``place`` names it to the operator."""

    place: str

    def keys(self) -> MasterKeys:
        """Return the keys as they are at this moment. Raises ``MasterKeyError``, ``SecretFileError``."""

    def find(self, key_id: bytes) -> MasterKey | None:
        """Return the key with this id, or None. Raises as ``keys``."""

    def drop_older(self) -> None:
        """Keep the newest key alone, where keys can be dropped from here: nothing is wrapped under the others."""


def format_master_keys(keys: MasterKeys) -> str:
    """Return the keys as text, the newest first: ``<key id, hexadecimal>:<key, base64>``, one a line."""
    return "".join(f"{key.key_id.hex()}:{base64.b64encode(key.secret).decode()}\n" for key in keys.keys)


def parse_master_keys(text: str, *, with_ids: bool = False) -> MasterKeys:
    """Return the keys that ``text`` holds, parted by white space, the newest first.

    The id lets a damaged or mistyped key be told from a whole one; others who make a key may leave it out, unless
    ``with_ids`` says that livegate wrote it. Raises ``ValueError``.
    """
    words = text.split()
    if with_ids and any(":" not in word for word in words):
        raise ValueError("An id is missing.")
    return MasterKeys(tuple(map(_parse, words)))


def _parse(word: str) -> MasterKey:
    key_id, separator, secret = word.rpartition(":")
    master_key = MasterKey(base64.b64decode(secret, validate=True))
    if separator and bytes.fromhex(key_id) != master_key.key_id:
        raise ValueError("The id is another key's.")
    return master_key
