"""The master key, under which every session's data key is wrapped: one line of text in a secret file."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from livegate.storage.secret_file import SecretFileError, load_or_create_secret

KEY_SIZE: Final = 32
KEY_ID_SIZE: Final = 8


@dataclass(frozen=True, slots=True)
class MasterKey:
    """A 256-bit key. Raises ``ValueError`` for another length."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_SIZE:
            raise ValueError(f"A master key has {KEY_SIZE} bytes.")

    @property
    def key_id(self) -> bytes:
        """Eight bytes that follow from the key and tell nothing about it: they say which key wrapped a data key."""
        return hmac.digest(self.secret, b"livegate master key id", hashlib.sha256)[:KEY_ID_SIZE]


def load_or_create_master_key(path: Path, random_bytes: Callable[[int], bytes]) -> MasterKey:
    """Return the master key in ``path``, a random new one where there is no such file.

    The file holds ``<key id, hexadecimal>:<key, base64>``; the id lets a damaged or mistyped key be told from a
    whole one. Raises ``SecretFileError`` as ``load_or_create_secret`` does, and for any other content.
    """
    content = load_or_create_secret(path, lambda: _to_text(MasterKey(random_bytes(KEY_SIZE))))
    try:
        return _from_text(content)
    except ValueError:
        # The cause is left out: its message could quote the key.
        raise SecretFileError(f"The secret file {path} does not hold a whole livegate master key.") from None


def _to_text(master_key: MasterKey) -> bytes:
    return master_key.key_id.hex().encode() + b":" + base64.b64encode(master_key.secret) + b"\n"


def _from_text(content: bytes) -> MasterKey:
    key_id, secret = content.decode("ascii").strip().split(":")
    master_key = MasterKey(base64.b64decode(secret, validate=True))
    if bytes.fromhex(key_id) != master_key.key_id:
        raise ValueError("The id is another key's.")
    return master_key
