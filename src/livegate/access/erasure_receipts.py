"""Erasure receipts and checkpoints: compact JWS (RFC 7515) over facts about erasures, verified by ``kid`` for good.

The types keep them apart from each other and from session tokens, which the same keys sign (RFC 8725, 3.11).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from joserfc import jws
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import ECKey, GuestProtocol

from livegate.access.signing_keys import ALGORITHM, TokenKeys

RECEIPT_TYPE: Final = "livegate-erasure-receipt+jwt"
CHECKPOINT_TYPE: Final = "livegate-erasure-checkpoint+jwt"
LONGEST_TEXT: Final = 4_096
_HEADER_NAMES: Final = frozenset({"alg", "kid", "typ"})


class ReceiptRefusedError(Exception):
    """A text that proves nothing; the message is one sentence and does not quote it."""


@dataclass(frozen=True, slots=True)
class SignedText:
    """Who signed, by the key's thumbprint, and the bytes that were signed."""

    key_id: str
    payload: bytes


class ErasureReceipts:
    """Signs receipts and checkpoints."""

    def __init__(self, keys: TokenKeys) -> None:
        self._keys = keys

    def sign_receipt(self, claims: dict[str, object]) -> str:
        """Return a receipt that says ``claims``; its signature is another one each time."""
        return self._keys.sign(claims, token_type=RECEIPT_TYPE)

    def sign_checkpoint(self, sequence: int, chain_hash: bytes, signed_at: datetime) -> str:
        """Return a text that says under a signature which hash the tombstone ``sequence`` has; whole seconds."""
        claims = {"iat": int(signed_at.timestamp()), "sequence": sequence, "hash": chain_hash.hex()}
        return self._keys.sign(claims, token_type=CHECKPOINT_TYPE)


class CheckpointClaims(msgspec.Struct, frozen=True):
    """What a checkpoint says; ``hash`` is hexadecimal, ``iat`` seconds since 1970."""

    iat: int
    sequence: int
    hash: str


def open_receipt(text: str, find_key: Callable[[str], ECKey | None]) -> SignedText:
    """Return what a receipt says, once one of the keys has verified it. Raises ``ReceiptRefusedError``."""
    return _open(text, RECEIPT_TYPE, find_key)


def open_checkpoint(text: str, find_key: Callable[[str], ECKey | None]) -> CheckpointClaims:
    """Return what a checkpoint says, once one of the keys has verified it. Raises ``ReceiptRefusedError``."""
    try:
        return msgspec.json.decode(_open(text, CHECKPOINT_TYPE, find_key).payload, type=CheckpointClaims)
    except msgspec.DecodeError:
        raise ReceiptRefusedError("The checkpoint is signed, and says something else than a checkpoint.") from None


def _open(text: str, expected_type: str, find_key: Callable[[str], ECKey | None]) -> SignedText:
    if len(text) > LONGEST_TEXT:
        raise ReceiptRefusedError(f"The text is longer than {LONGEST_TEXT} characters.")

    def key(signature: GuestProtocol) -> ECKey:
        header = signature.headers()
        if header.keys() != _HEADER_NAMES or header["alg"] != ALGORITHM or header["typ"] != expected_type:
            raise ReceiptRefusedError(f"The header is not that of a {expected_type}, signed with {ALGORITHM}.")
        found = find_key(str(header["kid"]))
        if found is None:
            raise ReceiptRefusedError("None of the known keys has signed it.")
        return found

    try:
        opened = jws.deserialize_compact(text, key, algorithms=[ALGORITHM])
    except BadSignatureError:
        raise ReceiptRefusedError("The signature is not the one of these bytes.") from None
    except (JoseError, ValueError, TypeError):
        raise ReceiptRefusedError("The text is no compact JWS.") from None
    return SignedText(str(opened.headers()["kid"]), opened.payload)
