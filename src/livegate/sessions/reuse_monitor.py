"""Knows captures again that were judged before, by keyed hashes of their frames that live for a day."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from livegate.liveness.observation import CaptureObservation
from livegate.liveness.recurrence import key_hashes, look_alikes
from livegate.sessions.capture_traces import CaptureTrace
from livegate.sessions.ports import Clock, KeyVault, TraceStore
from livegate.sessions.session import Session

MARK_SIZE = 16
"""Half of a keyed hash: there are dozens a capture, and a chance meeting takes 2^64 of them."""


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
        faces = [frame for frame in capture.frames if frame.face is not None]
        exact = tuple(self._mark(resource, frame.fingerprint) for frame in faces)
        every = {frame.perceptual_hash.bits for frame in faces if frame.perceptual_hash is not None}
        alike = tuple(
            tuple(self._mark(resource, bits) for bits in look_alikes(key)) for key in key_hashes(capture.frames)
        )
        kept = {*exact, *(self._mark(resource, bits) for bits in every)}
        return _Marks(exact, alike, tuple(sorted(kept)))

    def _mark(self, resource: str, content: bytes | int) -> bytes:
        # The resource is hashed along: the same capture elsewhere is another one.
        return self._vault.keyed_hash(msgspec.msgpack.encode((resource, content)), purpose="capture frame")[:MARK_SIZE]


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
