"""What the sessions need from outside, as Protocols; ``app`` joins them with their implementations."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import msgspec

from livegate.liveness.challenge import Challenge
from livegate.liveness.observation import (
    CaptureObservation,
    FrameObservation,
    ReferenceObservation,
    StillObservation,
)
from livegate.sessions.capture_traces import CaptureTrace
from livegate.sessions.session import Session, SessionKind
from livegate.sessions.sightings import Sighting
from livegate.sessions.tombstones import ErasureNote, Tombstone


class SessionKey(msgspec.Struct, frozen=True):
    """What names a session: nobody finds it under another resource or another kind."""

    resource: str
    kind: SessionKind
    session_id: str


def key_of(session: Session) -> SessionKey:
    """Return what names the session."""
    return SessionKey(resource=session.resource, kind=session.request.kind, session_id=session.session_id)


class SessionRow(msgspec.Struct, frozen=True):
    """A session as a store keeps it: what it must sort and expire by, and the rest sealed under the session's data key.

    ``wrapped_key`` is the data key, sealed under the key of its epoch. ``revision`` starts at 1 and grows by 1 a
    change.
    """

    key: SessionKey
    created_at: datetime
    expires_at: datetime
    revision: int
    wrapped_key: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class ErasedRow:
    """What is left of what a store has forgotten: its tombstone, and the objects that are still to be removed."""

    tombstone: Tombstone
    object_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImageRow:
    """A session image: its public id and the object that holds its sealed bytes."""

    image_id: str
    key: SessionKey
    object_name: str


@dataclass(frozen=True, slots=True)
class CreateCallRow:
    """A create call as a store remembers it: a keyed hash of all that it said, and when it stops counting."""

    call_hash: bytes
    repeatable_until: datetime


class SessionStore(Protocol):
    """Rows in, rows out, compare and set. Every method is one transaction, durable when it returns.

    All methods raise ``StoreUnavailableError`` when the engine cannot be reached, is full or is read-only.
    """

    async def insert(self, row: SessionRow, *, call: CreateCallRow | None = None) -> SessionRow:
        """Keep a new session, and the call that makes it, and return it.

        Where the same call counts at ``row.created_at``, keep nothing and return the session that it has made. Of
        calls at the same time one makes its session. Raises ``DuplicateSessionError`` when the id is taken.
        """

    async def read_created(self, call_hash: bytes, now: datetime) -> SessionRow | None:
        """Return the session that a call has made, or None where no such call counts at ``now``."""

    async def read(self, key: SessionKey) -> SessionRow | None:
        """Return the session, expired or not, or None."""

    async def read_revision(self, key: SessionKey) -> int | None:
        """Return the revision of the session, expired or not, or None."""

    async def list_living(
        self, resource: str, kind: SessionKind, *, after: str, now: datetime, limit: int
    ) -> list[tuple[str, int]]:
        """Return id and revision of up to ``limit`` sessions with ids greater than ``after`` and ``expires_at > now``.

        They come in the plain string order of ids.
        """

    async def replace(
        self,
        row: SessionRow,
        *,
        image: ImageRow | None = None,
        sightings: Sequence[Sighting] = (),
        trace: CaptureTrace | None = None,
    ) -> bool:
        """Keep ``row`` (with a new image, sightings and a trace) if the stored revision is ``row.revision - 1``.

        False, and nothing kept, if not.
        """

    async def read_image(self, resource: str, image_id: str) -> ImageRow | None:
        """Return the image's row, or None."""

    async def erase(self, key: SessionKey, note: ErasureNote) -> ErasedRow | None:
        """Forget the session, its key and its images, note their object names for removal, and keep a tombstone.

        Return what is left, or None, with no tombstone kept, when there was no such session.
        """

    async def last_erasure(self) -> int:
        """Return the number of the last erasure, counted from 1; 0 where there was none."""

    async def missing(self, session_ids: Sequence[str]) -> tuple[str, ...]:
        """Return those of the sessions that are not there, of whatever resource and kind."""

    async def unknown_objects(self, object_names: Sequence[str]) -> tuple[str, ...]:
        """Return those of the objects that belong to no session."""

    async def expired(self, now: datetime, *, limit: int) -> tuple[SessionKey, ...]:
        """Return up to ``limit`` sessions with ``expires_at <= now``, the oldest first."""

    async def forget_create_calls(self, now: datetime, *, limit: int) -> int:
        """Forget up to ``limit`` calls that do not count at ``now`` and return how many; their sessions stay."""

    async def forget_sightings(self, now: datetime, *, limit: int) -> int:
        """Forget up to ``limit`` sightings with ``expires_at <= now`` and return how many."""

    async def forget_traces(self, now: datetime, *, limit: int) -> int:
        """Forget up to ``limit`` traces with ``expires_at <= now`` and return how many."""

    async def pending_removals(self, *, limit: int) -> tuple[str, ...]:
        """Return up to ``limit`` names of objects that were noted for removal and not yet confirmed."""

    async def confirm_removal(self, object_names: Sequence[str]) -> None:
        """Forget that these objects were to be removed: they are gone."""

    async def ping(self) -> None:
        """Return when the engine answers; raise ``StoreUnavailableError`` when it does not."""


class ObjectStore(Protocol):
    """Sealed images by name. Names are ours: letters, digits, ``-`` and ``/``.

    All methods raise ``StoreUnavailableError`` when the objects cannot be reached.
    """

    async def write(self, name: str, content: bytes) -> None:
        """Keep ``content``, durable when this returns."""

    async def read(self, name: str) -> bytes | None:
        """Return the content, or None."""

    async def remove(self, name: str) -> None:
        """Remove the object; no error when there is none."""

    def written_before(self, moment: datetime, *, prefix: str) -> AsyncIterator[tuple[str, ...]]:
        """Give the names that begin with ``prefix``, of objects last written before ``moment``, a few at a time."""

    async def ping(self) -> None:
        """Return when the objects can be reached."""


class SessionCache(Protocol):
    """What this process keeps in memory of sessions, beside the store."""

    def kept(self) -> Collection[str]:
        """Return the ids of the sessions of which something is kept."""

    def forget(self, session_id: str) -> None:
        """Drop what is kept of one session."""

    def forget_all(self) -> None:
        """Drop everything, for sessions are erased by other processes too."""


class DataKey(Protocol):
    """One session's key. ``context`` is bound to the sealed bytes and must be the same to open them."""

    def seal(self, plaintext: bytes, *, context: str) -> bytes:
        """Encrypt and authenticate."""

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """Decrypt. Raises ``SealBrokenError`` when the bytes, the key or the context is another."""


class KeyVault(Protocol):
    """Makes data keys, wraps them under the keys of epochs, and hashes what must be recognised and not kept."""

    def create(self, *, context: str, expires_at: datetime) -> tuple[DataKey, bytes]:
        """Return a new random data key and its wrapped form, which opens until the life's end and not much longer.

        Raises ``StoreUnavailableError``.
        """

    def unwrap(self, wrapped_key: bytes, *, context: str) -> DataKey:
        """Return the data key.

        Raises ``SealBrokenError``, ``KeyDestroyedError`` once its epoch's key has been destroyed, and
        ``StoreUnavailableError``.
        """

    def keyed_hash(self, content: bytes, *, purpose: str) -> bytes:
        """Return 32 bytes that the same content and purpose always give, and that tell nothing without the vault."""

    def keyed_hash_after(self, beginning: bytes, *, purpose: str) -> Callable[[bytes], bytes]:
        """Return what takes the rest of a content that begins so, and gives its keyed hash: for many such contents."""


class EpochKeys(Protocol):
    """The keys under which data keys are wrapped, each for the sessions whose lives end within the same hour."""

    def destroy_before(self, now: datetime) -> int:
        """Destroy the keys of the epochs that are over at ``now``, and return how many there were; blocks.

        The caller has erased every session whose life is over. Keys that another process has destroyed are forgotten.
        Raises ``StoreUnavailableError``.
        """


class TokenIssuer(Protocol):
    """Makes the short-lived token that a device proves itself with."""

    async def issue(
        self,
        *,
        issuer: str,
        session_id: str,
        resource: str,
        kind: str,
        operation_mode: str,
        issued_at: datetime,
        expires_at: datetime,
    ) -> str:
        """Return a signed token for one session."""


class LiveCapture(Protocol):
    """Looks at the frames of one streamed capture, one after the other."""

    async def look_at(self, picture: bytes, captured_at: float) -> FrameObservation:
        """Return what a JPEG picture shows that was taken ``captured_at`` seconds after the first one.

        Raises ``UnreadableMediaError``, ``ObserverBusyError``.
        """

    async def conclude(self, *, duration: float, total_frames: int) -> CaptureObservation:
        """Return all that was seen. Raises ``ObserverBusyError``."""


class Observer(Protocol):
    """Looks at uploads. Raises ``UnreadableMediaError`` for what is no picture or video within the limits.

    Raises ``ObserverBusyError`` when more work is waiting than it accepts.
    """

    async def observe_capture(self, content: Sequence[bytes], *, with_image: bool) -> CaptureObservation:
        """Look at one video file, or at several JPEG frames in order."""

    async def open_capture(self, *, with_image: bool) -> LiveCapture:
        """Return what looks at one streamed capture."""

    async def observe_reference(self, image: bytes) -> ReferenceObservation:
        """Look at one still photo; the face is the only one, or the most prominent."""

    async def observe_still(self, image: bytes, *, with_embedding_norms: bool) -> StillObservation:
        """Look at all faces in one still photo."""


class Clock(Protocol):
    """Time."""

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""


class Processes(Protocol):
    """The server processes over one store."""

    @property
    def name(self) -> str:
        """What this process is called; every start gives another name."""

    def is_running(self, name: str) -> bool:
        """Tell whether the process of this name still runs."""


class Identifiers(Protocol):
    """Unpredictable names."""

    def session_id(self) -> str:
        """Return a new lower-case GUID."""

    def request_id(self) -> str:
        """Return a new lower-case GUID."""

    def image_id(self) -> str:
        """Return a new opaque id of 44 URL-safe characters."""

    def resume_token(self) -> str:
        """Return a new secret of 44 URL-safe characters."""


class ChallengeSource(Protocol):
    """Unpredictable challenges."""

    def draw(self, *, time_factor: float) -> Challenge:
        """Return a new challenge whose time limits are ``time_factor`` times as long as usual."""


class StoreUnavailableError(Exception):
    """The store or the objects cannot be reached, are full or are read-only; nothing was changed."""


class DuplicateSessionError(Exception):
    """A session with this id exists."""


class SealBrokenError(Exception):
    """Sealed bytes do not open: they were changed, or the key or the context is another."""


class KeyDestroyedError(SealBrokenError):
    """The key that would open these bytes has been destroyed, and nothing ever will."""
