"""Knows captures again that were judged before, by keyed hashes of their frames that live for a day."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from livegate.liveness.observation import HASH_BITS, CaptureObservation
from livegate.liveness.recurrence import key_hashes, look_alikes
from livegate.sessions.capture_traces import CaptureTrace
from livegate.sessions.monitoring_ports import TraceStore
from livegate.sessions.ports import Clock, KeyVault
from livegate.sessions.session import Session

MARK_SIZE = 16
"""Bytes of a mark: a chance meeting takes 2^64 of them."""


@dataclass(frozen=True, slots=True)
class Recollection:
    """The share of a capture's frames, 0..1, that were seen before, and what it leaves itself (None: nothing)."""

    seen_before: float = 0.0
    trace: CaptureTrace | None = None


class ReuseMonitor:
    """Compares captures with those that other sessions of the resource were judged by within ``lifetime``.

    Frames count that show the very same pixels of a face; and, where the face moves enough to tell captures apart,
    frames that look like copies (see ``liveness.recurrence``). Attempts of the same session do not count, for a device
    sends its capture again when the answer was lost. Captures that are judged in the same moment may not see each
    other. With a ``lifetime`` of zero nothing is kept, and nothing found.
    """

    def __init__(self, *, traces: TraceStore, vault: KeyVault, clock: Clock, lifetime: timedelta) -> None:
        self._traces = traces
        self._vault = vault
        self._clock = clock
        self._lifetime = lifetime

    async def recall(self, session: Session, capture: CaptureObservation) -> Recollection:
        """Return what is known of a capture. Raises ``StoreUnavailableError``."""
        if not self._lifetime:
            return Recollection()
        # Some thousand hashes: too long for the event loop.
        marks = await asyncio.to_thread(self._marks, session.resource, capture)
        asked = {*marks.exact, *(mark for spellings in marks.alike for mark in spellings)}
        now = self._clock.now()
        seen = await self._traces.seen(tuple(asked), now, besides=session.session_id)
        trace = CaptureTrace(marks.kept, now + self._lifetime) if marks.kept else None
        return Recollection(marks.seen_share(seen), trace)

    def _marks(self, resource: str, capture: CaptureObservation) -> "_Marks":
        # A key for each resource: the same capture elsewhere is another one.
        key = self._vault.keyed_hash(resource.encode(), purpose="capture frames")
        faces = [frame for frame in capture.frames if frame.face is not None]
        exact = tuple(_mark(key, frame.fingerprint) for frame in faces)
        alike = tuple(
            tuple(_mark_of_bits(key, bits) for bits in look_alikes(looked_for))
            for looked_for in key_hashes(capture.frames)
        )
        # Who sits still does so in every copy: nobody would look for these.
        bits_kept = {face.perceptual_hash.bits for face in faces if alike and face.perceptual_hash is not None}
        kept = {*exact, *(_mark_of_bits(key, bits) for bits in bits_kept)}
        return _Marks(exact, alike, tuple(sorted(kept)))


def _mark(key: bytes, content: bytes) -> bytes:
    """Return the keyed BLAKE2b of ``content`` (RFC 7693, section 2.9), which takes a fifth of the vault's time."""
    return blake2b(content, key=key, digest_size=MARK_SIZE).digest()


def _mark_of_bits(key: bytes, bits: int) -> bytes:
    return _mark(key, bits.to_bytes(HASH_BITS // 8))


@dataclass(frozen=True, slots=True)
class _Marks:
    """A capture's marks: of exact pixels a frame, of a key frame's spellings, and all that are to be kept."""

    exact: tuple[bytes, ...]
    alike: tuple[tuple[bytes, ...], ...]
    kept: tuple[bytes, ...]

    def seen_share(self, seen: frozenset[bytes]) -> float:
        exact = [mark in seen for mark in self.exact]
        alike = [not seen.isdisjoint(spellings) for spellings in self.alike]
        return max((sum(found) / len(found) for found in (exact, alike) if found), default=0.0)
