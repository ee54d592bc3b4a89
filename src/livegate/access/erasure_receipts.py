"""Erasure receipts and checkpoints: compact JWS (RFC 7515) over facts about erasures, verified by ``kid`` for good.

Their types keep them apart from each other and from session tokens, which the same keys sign.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec
from joserfc.jwk import ECKey

from livegate.access.gathered_signing import GatheredSigning
from livegate.access.signed_texts import SignedText, SignedTextRefusedError, open_signed_text
from livegate.access.signing_keys import TokenKeys

RECEIPT_TYPE: Final = "livegate-erasure-receipt+jwt"
CHECKPOINT_TYPE: Final = "livegate-erasure-checkpoint+jwt"


class ErasureReceipts:
    """Signs receipts and checkpoints."""

    def __init__(self, keys: TokenKeys) -> None:
        self._keys = keys
        self._signing = GatheredSigning(keys)

    async def sign_receipt(self, claims: dict[str, object]) -> str:
        """Return a receipt that says ``claims``; its signature is another one each time."""
        return await self._signing.sign(claims, token_type=RECEIPT_TYPE)

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
    """Return what a receipt says, once one of the keys has verified it. Raises ``SignedTextRefusedError``."""
    return open_signed_text(text, RECEIPT_TYPE, find_key)


def open_checkpoint(text: str, find_key: Callable[[str], ECKey | None]) -> CheckpointClaims:
    """Return what a checkpoint says, once one of the keys has verified it. Raises ``SignedTextRefusedError``."""
    try:
        return msgspec.json.decode(open_signed_text(text, CHECKPOINT_TYPE, find_key).payload, type=CheckpointClaims)
    except msgspec.DecodeError:
        raise SignedTextRefusedError("The checkpoint is signed, and says something else than a checkpoint.") from None
