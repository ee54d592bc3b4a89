"""What is left of an erased session: a tombstone without personal data, chained to the one before it.

Every tombstone holds the SHA-256 of its predecessor, so that none can be changed, taken out or put in between without
changing all that follow. Where one of them is known from elsewhere, a receipt or a signed checkpoint, that shows.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

import msgspec

NOTHING_BEFORE: Final = bytes(32)
"""Stands in the first tombstone for the hash of a predecessor."""

METHOD: Final = "data key destroyed, database pages overwritten, objects removed"
"""Cryptographic erase, a way to purge in the words of NIST SP 800-88 r1 (2.6), and what is done beside it."""


class ErasureChainError(Exception):
    """The tombstones are not the ones that were written; the message is one sentence for the operator."""


class Cause(StrEnum):
    """Why a session was erased: somebody asked for it, or its life was over."""

    DELETED = "deleted"
    EXPIRED = "expired"


class ErasureNote(msgspec.Struct, frozen=True):
    """What is known of an erasure before it is done.

    ``session_hash`` is a keyed hash of resource, kind and session id; ``version`` that of the software.
    """

    resource: str
    session_hash: bytes
    erased_at: datetime
    version: str


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """One erasure, as it is kept for good.

    ``sequence`` counts from 1. ``row_count`` are the rows that were deleted, or cleared of the session's name, in the
    same transaction; ``image_count`` the session images among them. ``previous`` is the hash of the tombstone before.
    """

    sequence: int
    resource: str
    session_hash: bytes
    erased_at: datetime
    cause: Cause
    method: str
    row_count: int
    image_count: int
    version: str
    previous: bytes

    @property
    def hash(self) -> bytes:
        """The SHA-256 of the canonical encoding."""
        return sha256(canonical_encoding(self)).digest()


class EncodedTombstone(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The members of the canonical encoding, in their order; hashes in hexadecimal."""

    sequence: int
    resource: str
    session_hash: str
    erased_at: datetime
    cause: Cause
    method: str
    row_count: int
    image_count: int
    version: str
    previous: str

    def decoded(self) -> Tombstone:
        """Return the tombstone. Raises ``ValueError`` where a hash is not hexadecimal."""
        return Tombstone(
            sequence=self.sequence,
            resource=self.resource,
            session_hash=bytes.fromhex(self.session_hash),
            erased_at=self.erased_at,
            cause=self.cause,
            method=self.method,
            row_count=self.row_count,
            image_count=self.image_count,
            version=self.version,
            previous=bytes.fromhex(self.previous),
        )


def follow(head: Tombstone | None, note: ErasureNote, *, expires_at: datetime, rows: int, images: int) -> Tombstone:
    """Return the tombstone that follows ``head``; the session's life was to end at ``expires_at``."""
    return Tombstone(
        sequence=1 if head is None else head.sequence + 1,
        resource=note.resource,
        session_hash=note.session_hash,
        erased_at=note.erased_at,
        cause=Cause.EXPIRED if note.erased_at >= expires_at else Cause.DELETED,
        method=METHOD,
        row_count=rows,
        image_count=images,
        version=note.version,
        previous=NOTHING_BEFORE if head is None else head.hash,
    )


def canonical_encoding(tombstone: Tombstone) -> bytes:
    """Return the one text that is hashed: JSON without spaces, members in a fixed order, bytes in hexadecimal."""
    return msgspec.json.encode(
        EncodedTombstone(
            sequence=tombstone.sequence,
            resource=tombstone.resource,
            session_hash=tombstone.session_hash.hex(),
            erased_at=tombstone.erased_at.astimezone(UTC),
            cause=tombstone.cause,
            method=tombstone.method,
            row_count=tombstone.row_count,
            image_count=tombstone.image_count,
            version=tombstone.version,
            previous=tombstone.previous.hex(),
        )
    )


def encode_line(tombstone: Tombstone) -> bytes:
    """Return a line of the log: the hash in hexadecimal, a space, the canonical encoding, a line feed.

    ``cut -c 66- | head -c -1 | sha256sum`` gives the hash again.
    """
    content = canonical_encoding(tombstone)
    return b"%s %s\n" % (sha256(content).hexdigest().encode(), content)


def decode_line(line: bytes) -> Tombstone:
    """Return the tombstone in a line of the log. Raises ``ErasureChainError`` for any other text."""
    digest, _, content = line.removesuffix(b"\n").partition(b" ")
    if sha256(content).hexdigest().encode() != digest:
        raise ErasureChainError("A line of the erasure log does not have the hash that it begins with.")
    try:
        return msgspec.json.decode(content, type=EncodedTombstone).decoded()
    except (msgspec.DecodeError, ValueError):
        raise ErasureChainError("A line of the erasure log is no tombstone.") from None


def check_chain(after: Tombstone | None, tombstones: Iterable[Tombstone]) -> Tombstone | None:
    """Return the last of ``tombstones``, which are to follow ``after`` one by one, or ``after`` when there are none.

    Raises ``ErasureChainError``.
    """
    last = after
    for tombstone in tombstones:
        expected = (1, NOTHING_BEFORE) if last is None else (last.sequence + 1, last.hash)
        if tombstone.sequence != expected[0]:
            raise ErasureChainError(f"Tombstone {expected[0]} is missing from the chain of erasures.")
        if tombstone.previous != expected[1]:
            raise ErasureChainError(f"Tombstone {expected[0]} does not follow from the one before it.")
        last = tombstone
    return last
