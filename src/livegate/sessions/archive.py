"""Sessions as stored rows: everything personal is sealed under the session's own data key."""

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec

from livegate.sessions.capture_traces import CaptureTrace
from livegate.sessions.create_call import CreateCall, repeatable_until
from livegate.sessions.opened_sessions import OpenedSessions
from livegate.sessions.ports import (
    CreateCallRow,
    DataKey,
    ImageRow,
    KeyDestroyedError,
    KeyVault,
    ObjectStore,
    SessionKey,
    SessionRow,
    SessionStore,
    StoreUnavailableError,
    key_of,
)
from livegate.sessions.session import Session, SessionKind
from livegate.sessions.sightings import Sighting


class SessionArchive:
    """Keeps and finds sessions and their images. The store, the objects and their backups see sealed bytes only."""

    def __init__(self, store: SessionStore, objects: ObjectStore, vault: KeyVault) -> None:
        self._store = store
        self._objects = objects
        self._vault = vault
        self._opened = OpenedSessions()
        self._image_prefix = image_prefix(vault)

    async def insert(self, session: Session, *, call: CreateCall | None = None) -> Session:
        """Keep a new session under a new data key and return it; for a repeated call, return the one that it has made.

        Raises ``DuplicateSessionError``, ``StoreUnavailableError``.
        """
        data_key, wrapped_key = self._vault.create(
            context=key_context(session.session_id), expires_at=session.expires_at
        )
        call_row = None if call is None else CreateCallRow(self._call_hash(call), repeatable_until(session))
        row = _row(session, data_key, wrapped_key)
        kept = await self._store.insert(row, call=call_row)
        made = self._opened.keep(session) if kept.key == row.key else self._open(kept)
        if made is None:
            raise StoreUnavailableError("The session that this call has made cannot be opened any more.")
        return made

    async def read_created(self, call: CreateCall, now: datetime) -> Session | None:
        """Return the session that this call has made before, or None."""
        row = await self._store.read_created(self._call_hash(call), now)
        return None if row is None else self._open(row)

    async def read(self, key: SessionKey) -> Session | None:
        """Return the session, expired or not, or None."""
        opened = self._opened.find(key)
        if opened is not None and await self._store.read_revision(key) == opened.revision:
            return opened
        row = await self._store.read(key)
        if row is None and opened is not None:
            self._opened.forget(key.session_id)
        return None if row is None else self._open(row)

    async def read_listed(self, key: SessionKey, revision: int) -> Session | None:
        """Return a session that the store has just listed in ``revision``, or None where it is gone since."""
        opened = self._opened.find(key)
        return opened if opened is not None and opened.revision == revision else await self.read(key)

    async def list_living(
        self, resource: str, kind: SessionKind, *, after: str, now: datetime, limit: int
    ) -> list[tuple[str, int]]:
        """Return id and revision of living sessions, as ``SessionStore.list_living``."""
        return await self._store.list_living(resource, kind, after=after, now=now, limit=limit)

    async def last_erasure(self) -> int:
        """Return the number of the last erasure, as ``SessionStore.last_erasure``."""
        return await self._store.last_erasure()

    async def replace(
        self,
        session: Session,
        *,
        image: ImageRow | None = None,
        sightings: Sequence[Sighting] = (),
        trace: CaptureTrace | None = None,
    ) -> Session | None:
        """Keep a changed session and return it as kept; None when it was changed or erased since it was read."""
        row = await self._store.read(key_of(session))
        data_key = None if row is None else self._data_key(row)
        if row is None or data_key is None:
            return None
        following = msgspec.structs.replace(session, revision=session.revision + 1)
        sealed = _row(following, data_key, row.wrapped_key)
        kept = await self._store.replace(sealed, image=image, sightings=sightings, trace=trace)
        return self._opened.keep(following) if kept else None

    async def write_image(self, session: Session, image_id: str, content: bytes) -> ImageRow | None:
        """Keep an image's sealed bytes; it is found only once its row is kept with the session. None: session gone."""
        row = await self._store.read(key_of(session))
        data_key = None if row is None else self._data_key(row)
        if row is None or data_key is None:
            return None
        image = ImageRow(image_id=image_id, key=row.key, object_name=self._object_name(image_id))
        await self._objects.write(image.object_name, data_key.seal(content, context=_image_context(image_id)))
        return image

    async def remove_image(self, image: ImageRow) -> None:
        """Drop an image whose row was never kept."""
        await self._objects.remove(image.object_name)

    async def read_image(self, resource: str, image_id: str) -> tuple[Session, bytes] | None:
        """Return an image with its session, or None."""
        image = await self._store.read_image(resource, image_id)
        sealed = None if image is None else await self._objects.read(image.object_name)
        # The session comes last: while the object was read it may have been erased, and nothing of it is given then.
        row = None if image is None else await self._store.read(image.key)
        session = None if row is None else self._open(row)
        data_key = None if row is None else self._data_key(row)
        if sealed is None or session is None or data_key is None:
            return None
        return session, data_key.open(sealed, context=_image_context(image_id))

    def kept(self) -> Collection[str]:
        """Return the ids of the sessions that are kept in memory."""
        return self._opened.ids()

    def forget(self, session_id: str) -> None:
        """Drop what is kept in memory of one session."""
        self._opened.forget(session_id)

    def forget_all(self) -> None:
        """Drop everything that is kept in memory."""
        self._opened.forget_all()

    def _call_hash(self, call: CreateCall) -> bytes:
        # Keyed, since what lies in the call could be guessed: device ids, and photos that somebody has.
        return self._vault.keyed_hash(msgspec.msgpack.encode(call), purpose="create call")

    def _object_name(self, image_id: str) -> str:
        # Ids differ in letter case alone, which not every file system tells apart.
        return f"{self._image_prefix}{sha256(image_id.encode()).hexdigest()}"

    def _data_key(self, row: SessionRow) -> DataKey | None:
        """Return the session's key, or None where it is gone for good, as in a copy that outlived its epoch."""
        try:
            return self._vault.unwrap(row.wrapped_key, context=key_context(row.key.session_id))
        except KeyDestroyedError:
            return None

    def _open(self, row: SessionRow) -> Session | None:
        data_key = self._data_key(row)
        if data_key is None:
            return None
        document = data_key.open(row.sealed, context=_document_context(row.key.session_id, row.revision))
        return self._opened.keep(msgspec.msgpack.decode(document, type=Session))


def image_prefix(vault: KeyVault) -> str:
    """Return how the names of the image objects begin.

    It follows from the vault, so that two databases whose images lie in the same place leave each other's alone.
    """
    return f"images/{vault.keyed_hash(b'', purpose='image objects')[:8].hex()}/"


def _row(session: Session, data_key: DataKey, wrapped_key: bytes) -> SessionRow:
    context = _document_context(session.session_id, session.revision)
    return SessionRow(
        key=key_of(session),
        created_at=session.created_at,
        expires_at=session.expires_at,
        revision=session.revision,
        wrapped_key=wrapped_key,
        sealed=data_key.seal(msgspec.msgpack.encode(session), context=context),
    )


def key_context(session_id: str) -> str:
    """Return what is bound to a session's wrapped key."""
    return f"key/{session_id}"


def _document_context(session_id: str, revision: int) -> str:
    # The revision is bound in, so that an old document put back under a newer row does not open.
    return f"session/{session_id}/{revision}"


def _image_context(image_id: str) -> str:
    return f"image/{image_id}"
