"""One AES-256-GCM key, and the bytes that it seals."""

from collections.abc import Callable
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from livegate.sessions.ports import SealBrokenError
from livegate.storage.nonces import NONCE_SIZE

KEY_SIZE: Final = 32
SEAL_SIZE: Final = NONCE_SIZE + 16
"""Bytes that sealing adds to the header: nonce and tag."""


class AesGcmKey:
    """A 256-bit AES-GCM key that seals as ``header + nonce + ciphertext + tag``.

    ``nonce`` returns 96 random bits, new for each seal; NIST SP 800-38D (8.3) allows 2^32 of them under one key. The
    header and the context are authenticated, and the context is not stored.
    """

    def __init__(self, secret: bytes, *, header: bytes, nonce: Callable[[], bytes]) -> None:
        self._cipher = AESGCM(secret)
        self._header = header
        self._nonce = nonce

    def seal(self, plaintext: bytes, *, context: str) -> bytes:
        """Encrypt and authenticate; the result is ``len(header) + 28`` bytes longer."""
        nonce = self._nonce()
        return self._header + nonce + self._cipher.encrypt(nonce, plaintext, self._header + context.encode())

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """Decrypt. Raises ``SealBrokenError`` when the bytes, the key or the context is another."""
        body = sealed.removeprefix(self._header)
        if len(body) + len(self._header) != len(sealed):
            raise SealBrokenError("The bytes were sealed in another format or under another key.")
        try:
            return self._cipher.decrypt(body[:NONCE_SIZE], body[NONCE_SIZE:], self._header + context.encode())
        except (InvalidTag, ValueError):
            # ValueError: too short to hold a nonce.
            raise SealBrokenError("The sealed bytes do not open.") from None
