"""The proof of one erasure: its receipt, its place in the chain, and that nothing of the session is left."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from joserfc.jwk import ECKey

from livegate.access.erasure_receipts import open_checkpoint, open_receipt
from livegate.access.signed_texts import SignedTextRefusedError
from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.erasure_register import Checkpoint
from livegate.sessions.ports import SessionKey
from livegate.sessions.receipts import tombstone_of
from livegate.sessions.session import SessionKind
from livegate.sessions.tombstones import ErasureChainError, Tombstone, check_chain

FindKey = Callable[[str], ECKey | None]


class Outcome(StrEnum):
    """What a check has shown."""

    PROVEN = "proven"
    NOT_PROVEN = "not proven"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check, what it has shown, and what exactly was looked at."""

    check: str
    outcome: Outcome
    detail: str


class ErasureRecords(Protocol):
    """The database and its erasure log, as they are at one moment."""

    def last(self) -> Tombstone | None:
        """Return the newest tombstone, or None."""

    def at(self, sequence: int) -> Tombstone | None:
        """Return the tombstone with this number, or None."""

    def between(self, *, after: int, until: int | None = None) -> Iterator[Tombstone]:
        """Yield the tombstones with numbers greater than ``after``, up to and with ``until``, in order."""

    def checkpoint_before(self, sequence: int) -> Checkpoint | None:
        """Return the last checkpoint before a tombstone, or None."""

    def checkpoint_from(self, sequence: int) -> Checkpoint | None:
        """Return the first checkpoint of a tombstone or one after it, or None."""

    def has(self, session_id: str) -> bool:
        """Tell whether the database has a session with this id, in whatever resource and of whatever kind."""

    def session_ids(self, resource: str) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield a kind and ids, some at a time, until each session of the resource has been named once."""

    def logged(self, sequence: int) -> Tombstone | None:
        """Return the tombstone with this number from the erasure log, or None. Raises ``ErasureChainError``."""

    def last_logged(self) -> Tombstone | None:
        """Return the last tombstone of the erasure log, or None."""


def read_receipt(text: str, find_key: FindKey) -> tuple[Tombstone, Finding]:
    """Return the tombstone that a receipt tells of, and how it was verified.

    Raises ``SignedTextRefusedError`` and ``ErasureChainError`` for a text that is no receipt of these keys.
    """
    opened = open_receipt(text, find_key)
    tombstone = tombstone_of(opened.payload)
    detail = f"signed with ES256 by the key {opened.key_id}; its members give the hash that it states"
    return tombstone, Finding("receipt", Outcome.PROVEN, detail)


def check_place_in_chain(tombstone: Tombstone, records: ErasureRecords, find_key: FindKey) -> Finding:
    """Check that the tombstone stands in the database's chain, from the signed checkpoint before it to the newest."""
    try:
        detail = _follow_chain(tombstone, records, find_key)
    except (ErasureChainError, SignedTextRefusedError) as error:
        return Finding("chain", Outcome.NOT_PROVEN, str(error))
    return Finding("chain", Outcome.PROVEN, detail)


def check_log(tombstone: Tombstone, records: ErasureRecords) -> Finding:
    """Check that the erasure log has the same tombstone, and ends as the database does."""
    try:
        logged = records.logged(tombstone.sequence)
    except ErasureChainError as error:
        return Finding("log", Outcome.NOT_PROVEN, str(error))
    if logged != tombstone:
        return Finding("log", Outcome.NOT_PROVEN, f"The erasure log does not have tombstone {tombstone.sequence}.")
    last_logged = records.last_logged()
    if last_logged is None or records.at(last_logged.sequence) != last_logged:
        return Finding("log", Outcome.NOT_PROVEN, "The erasure log does not end with a tombstone of the database.")
    return Finding("log", Outcome.PROVEN, f"erasures.log has tombstone {tombstone.sequence} to the byte, and its end")


def check_sessions(tombstone: Tombstone, records: ErasureRecords, notes: ErasureNotes) -> Finding:
    """Check that no session of the tombstone's resource has its hash, which no other resource's could have."""
    count = 0
    for kind, session_ids in records.session_ids(tombstone.resource):
        if notes.is_among(tombstone, kind, session_ids):
            return Finding("sessions", Outcome.NOT_PROVEN, "The database has the session.")
        count += len(session_ids)
    looked = f"the {count} sessions of the resource {tombstone.resource} in the database"
    return Finding("sessions", Outcome.PROVEN, f"none of {looked} has the receipt's hash")


def check_session(session: SessionKey, records: ErasureRecords) -> Finding:
    """Check that the database does not have a session whose id is known."""
    if records.has(session.session_id):
        return Finding("sessions", Outcome.NOT_PROVEN, "The database has the session.")
    return Finding("sessions", Outcome.PROVEN, "the database has no session with this id")


def session_of(tombstone: Tombstone, session_id: str, session_hash: Callable[[SessionKey], bytes]) -> SessionKey | None:
    """Return the session with this id if the tombstone is its own, or None."""
    keys = (SessionKey(tombstone.resource, kind, session_id.lower()) for kind in SessionKind)
    return next((key for key in keys if session_hash(key) == tombstone.session_hash), None)


def check_session_id(session: SessionKey | None) -> Finding:
    """Check that the receipt is about the session whose id was named: ``session_of`` has found it."""
    if session is None:
        return Finding("session id", Outcome.NOT_PROVEN, "The receipt is about another session.")
    return Finding("session id", Outcome.PROVEN, "its keyed hash is the receipt's")


def is_proven(findings: Iterable[Finding]) -> bool:
    """Tell whether nothing that was checked speaks against the erasure."""
    return all(finding.outcome is not Outcome.NOT_PROVEN for finding in findings)


def _follow_chain(tombstone: Tombstone, records: ErasureRecords, find_key: FindKey) -> str:
    if records.at(tombstone.sequence) != tombstone:
        raise ErasureChainError(f"The database's tombstone {tombstone.sequence} is not the receipt's.")
    head = records.last()
    assert head is not None  # noqa: S101  # there is at least the receipt's
    before = records.checkpoint_before(tombstone.sequence)
    after = records.checkpoint_from(tombstone.sequence)
    last = records.checkpoint_before(head.sequence + 1)
    signed = [checkpoint for checkpoint in (before, after, last) if checkpoint is not None]
    for checkpoint in signed:
        _require_signed(checkpoint, records, find_key)
    hashed = _hash_again(records, after=before, until=head.sequence if after is None else after.sequence)
    if after is not None and last is not None:
        hashed += _hash_again(records, after=last, until=head.sequence)
    return (
        f"tombstone {tombstone.sequence} of {head.sequence}; {len(set(signed))} signed checkpoints verified, "
        f"{hashed} tombstones hashed again between them and up to the newest"
    )


def _require_signed(checkpoint: Checkpoint, records: ErasureRecords, find_key: FindKey) -> None:
    claims = open_checkpoint(checkpoint.signed, find_key)
    tombstone = records.at(checkpoint.sequence)
    if tombstone is None or (claims.sequence, claims.hash) != (tombstone.sequence, tombstone.hash.hex()):
        raise ErasureChainError(f"Tombstone {checkpoint.sequence} is not the one that was signed.")


def _hash_again(records: ErasureRecords, *, after: Checkpoint | None, until: int) -> int:
    first = None if after is None else records.at(after.sequence)
    segment: Sequence[Tombstone] = tuple(records.between(after=0 if after is None else after.sequence, until=until))
    check_chain(first, segment)
    return len(segment)
