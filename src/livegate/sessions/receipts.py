"""What a receipt says of an erasure, and how the tombstone is had back from it.

Its members answer what a certificate of sanitization is to state (NIST SP 800-88 r1, appendix G): what was sanitized,
how, when, with which tool and version, for whom, with which result, and how it is verified.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

import msgspec

from livegate.sessions.tombstones import Cause, EncodedTombstone, ErasureChainError, Tombstone

TOOL = "livegate"
RESULT = "erased"
VERIFICATION = "livegate erasure verify"


class Receipt(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The claims. ``jti`` is the receipt's id, ``iat`` the time of the erasure in whole seconds; hashes hexadecimal."""

    jti: str
    iat: int
    resource: str
    sequence: int
    session_hash: str
    erased_at: datetime
    cause: Cause
    method: str
    row_count: int
    image_count: int
    tool: str
    version: str
    result: str
    verification: str
    previous: str
    hash: str


def receipt_id(tombstone: Tombstone) -> str:
    """Return the id of its receipt: 43 URL-safe characters, which nobody can guess who has not the vault's key."""
    return urlsafe_b64encode(tombstone.session_hash).rstrip(b"=").decode()


def hash_in_receipt_id(text: str) -> bytes | None:
    """Return the session hash that a receipt's id stands for, or None for a text that is none."""
    try:
        decoded = urlsafe_b64decode(f"{text}=")
    except ValueError:
        return None
    is_id = urlsafe_b64encode(decoded).rstrip(b"=").decode() == text
    return decoded if is_id and len(decoded) == 32 else None  # noqa: PLR2004  # a SHA-256


def receipt_of(tombstone: Tombstone) -> Receipt:
    """Return what the receipt of an erasure says."""
    return Receipt(
        jti=receipt_id(tombstone),
        iat=int(tombstone.erased_at.timestamp()),
        resource=tombstone.resource,
        sequence=tombstone.sequence,
        session_hash=tombstone.session_hash.hex(),
        erased_at=tombstone.erased_at,
        cause=tombstone.cause,
        method=tombstone.method,
        row_count=tombstone.row_count,
        image_count=tombstone.image_count,
        tool=TOOL,
        version=tombstone.version,
        result=RESULT,
        verification=VERIFICATION,
        previous=tombstone.previous.hex(),
        hash=tombstone.hash.hex(),
    )


def tombstone_of(payload: bytes) -> Tombstone:
    """Return the tombstone that a signed receipt tells of.

    Raises ``ErasureChainError`` where it is none, or has another hash than the receipt says.
    """
    try:
        receipt = msgspec.json.decode(payload, type=Receipt)
        # Every member of the tombstone is one of the receipt's, in the same encoding.
        tombstone = msgspec.convert(receipt, EncodedTombstone, from_attributes=True).decoded()
        is_whole = tombstone.hash.hex() == receipt.hash
    except (msgspec.DecodeError, ValueError):
        raise ErasureChainError("The receipt is signed, and says something else than a receipt.") from None
    if not is_whole:
        raise ErasureChainError("The receipt's tombstone does not have the hash that the receipt says.")
    return tombstone
