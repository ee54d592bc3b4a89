"""Seals bytes with AES-256-GCM: each session's content under its own data key, the data keys under the master key."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from livegate.sessions.ports import SealBrokenError
from livegate.storage.master_key import KEY_SIZE, MasterKey

_VERSION: Final = b"\x01"
_NONCE_SIZE: Final = 12


class AesGcmKey:
    """A 256-bit AES-GCM key that seals as ``header + nonce + ciphertext + tag``.

    The nonce is 96 random bits, new for each seal; NIST SP 800-38D (8.3) allows 2^32 of them under one key. The
    header and the context are authenticated, and the context is not stored.
    """

    def __init__(self, secret: bytes, *, header: bytes, random_bytes: Callable[[int], bytes]) -> None:
        self._cipher = AESGCM(secret)
        self._header = header
        self._random_bytes = random_bytes

    def seal(self, plaintext: bytes, *, context: str) -> bytes:
        """Encrypt and authenticate; the result is ``len(header) + 28`` bytes longer."""
        nonce = self._random_bytes(_NONCE_SIZE)
        return self._header + nonce + self._cipher.encrypt(nonce, plaintext, self._header + context.encode())

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """Decrypt. Raises ``SealBrokenError`` when the bytes, the key or the context is another."""
        body = sealed.removeprefix(self._header)
        if len(body) + len(self._header) != len(sealed):
            raise SealBrokenError("The bytes were sealed in another format or under another key.")
        try:
            return self._cipher.decrypt(body[:_NONCE_SIZE], body[_NONCE_SIZE:], self._header + context.encode())
        except (InvalidTag, ValueError):
            # ValueError: too short to hold a nonce.
            raise SealBrokenError("The sealed bytes do not open.") from None


class AesGcmVault:
    """Makes random data keys and wraps them under the master key.

    A wrapped key begins with the version and the master key's id, so that data keys wrapped under an earlier master
    key can be told apart. Destroying the wrapped key, or the master key, makes all that is sealed under it unreadable.
    """

    def __init__(self, master_key: MasterKey, *, random_bytes: Callable[[int], bytes]) -> None:
        self._master_key = master_key
        self._random_bytes = random_bytes
        self._wrapping_key = AesGcmKey(
            master_key.secret, header=_VERSION + master_key.key_id, random_bytes=random_bytes
        )

    def create(self, *, context: str) -> tuple[AesGcmKey, bytes]:
        """Return a new random data key and its wrapped form."""
        secret = self._random_bytes(KEY_SIZE)
        return self._data_key(secret), self._wrapping_key.seal(secret, context=context)

    def unwrap(self, wrapped_key: bytes, *, context: str) -> AesGcmKey:
        """Return the data key. Raises ``SealBrokenError``."""
        return self._data_key(self._wrapping_key.open(wrapped_key, context=context))

    def keyed_hash(self, content: bytes, *, purpose: str) -> bytes:
        """Return 32 bytes that follow from ``content`` and cannot be guessed back without the master key.

        HMAC-SHA-256 under a key of the purpose's own, so that hashes made for two purposes cannot be joined.
        """
        purpose_key = hmac.digest(self._master_key.secret, b"livegate keyed hash/" + purpose.encode(), hashlib.sha256)
        return hmac.digest(purpose_key, content, hashlib.sha256)

    def _data_key(self, secret: bytes) -> AesGcmKey:
        return AesGcmKey(secret, header=_VERSION, random_bytes=self._random_bytes)
