"""The register of erasures: finds tombstones for receipts, and has the chain signed from time to time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from livegate.sessions.ports import Clock, SessionKey
from livegate.sessions.tombstones import Tombstone, check_chain

CHECKPOINT_TOMBSTONES: Final = 1_000
"""After so many tombstones the chain is signed: few enough to be hashed again in some ten milliseconds."""
CHECKPOINT_AGE: Final = timedelta(hours=1)
"""So long after the last signature the chain is signed where it has grown at all."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signature over the hash of one tombstone, and with it over all before; ``signed`` is the signed text."""

    sequence: int
    signed_at: datetime
    signed: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What a start found: tombstones that the database had lost, and sessions that had come back with it."""

    recovered: int
    erased_again: int


class TombstoneStore(Protocol):
    """Finds what ``SessionStore.erase`` has kept. All methods raise ``StoreUnavailableError``."""

    async def reconcile(self, session_hash: Callable[[SessionKey], bytes]) -> Reconciliation:
        """Make database and erasure log agree before anything is served.

        Where the log goes on beyond the database, the database is an older one: its chain is completed, and every
        session that a recovered tombstone names is erased again. Raises ``ErasureChainError``.
        """

    async def last(self) -> Tombstone | None:
        """Return the newest tombstone, or None."""

    async def find(self, resource: str, session_hash: bytes) -> Tombstone | None:
        """Return the newest tombstone of a session, or None."""

    async def of_resource(self, resource: str, *, after: int, limit: int) -> Sequence[Tombstone]:
        """Return up to ``limit`` tombstones of a resource with numbers greater than ``after``, the oldest first."""

    async def between(self, *, after: int, until: int | None = None) -> Sequence[Tombstone]:
        """Return the tombstones with numbers greater than ``after``, up to and with ``until``, in order."""

    async def checkpoint_before(self, sequence: int) -> Checkpoint | None:
        """Return the last checkpoint before a tombstone, or None."""

    async def checkpoint_from(self, sequence: int) -> Checkpoint | None:
        """Return the first checkpoint of a tombstone or one after it, or None."""

    async def keep_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint, unless there is one for the same tombstone."""


class CheckpointSigner(Protocol):
    """Signs checkpoints."""

    def sign_checkpoint(self, sequence: int, chain_hash: bytes, signed_at: datetime) -> str:
        """Return a text that says under a signature which hash the tombstone ``sequence`` has."""


class ErasureRegister:
    """Reads the chain, and signs it."""

    def __init__(self, store: TombstoneStore, signer: CheckpointSigner, clock: Clock) -> None:
        self._store = store
        self._signer = signer
        self._clock = clock

    async def find(self, resource: str, session_hash: bytes) -> Tombstone | None:
        """Return a session's tombstone, or None; none of another resource is found."""
        return await self._store.find(resource, session_hash)

    async def page(self, resource: str, *, after: int, limit: int) -> Sequence[Tombstone]:
        """Return up to ``limit`` tombstones of a resource with numbers greater than ``after``, the oldest first."""
        return await self._store.of_resource(resource, after=after, limit=limit)

    async def sign_due(self) -> int:
        """Sign the chain where it is time to, and return how many checkpoints were made.

        What is signed was hashed again from the checkpoint before. Raises ``ErasureChainError`` where it does not
        fit, ``StoreUnavailableError``.
        """
        head = await self._store.last()
        if head is None:
            return 0
        now, made = self._clock.now(), 0
        signed = await self._store.checkpoint_before(head.sequence + 1)
        while (until := _next_due(signed, head.sequence, now)) is not None:
            signed = await self._sign(0 if signed is None else signed.sequence, until, now)
            made += 1
        return made

    async def _sign(self, after: int, until: int, now: datetime) -> Checkpoint:
        # From one before, whose hash the next one must hold.
        segment = await self._store.between(after=max(0, after - 1), until=until)
        first, rest = (None, segment) if after == 0 else (segment[0], segment[1:])
        last = check_chain(first, rest)
        assert last is not None  # noqa: S101  # the segment ends with a tombstone that was read before
        checkpoint = Checkpoint(until, now, self._signer.sign_checkpoint(until, last.hash, now))
        await self._store.keep_checkpoint(checkpoint)
        return checkpoint


def _next_due(signed: Checkpoint | None, head: int, now: datetime) -> int | None:
    """Return the tombstone to be signed next, or None when there is none yet."""
    after = 0 if signed is None else signed.sequence
    if head - after >= CHECKPOINT_TOMBSTONES:
        return after + CHECKPOINT_TOMBSTONES
    is_old = signed is None or now - signed.signed_at >= CHECKPOINT_AGE
    return head if head > after and is_old else None
