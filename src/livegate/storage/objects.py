"""Sealed objects in a local folder, or in any store that obstore knows: S3, Azure Blob, Google Cloud Storage."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import BaseError, NotFoundError

from livegate.sessions.ports import ObjectStore, StoreUnavailableError
from livegate.storage.object_folder import FolderObjectStore

_TIMEOUT = timedelta(seconds=10)
_LISTED_AT_ONCE = 500
_PING_NAME = "ping"


class ObjectLocationError(ValueError):
    """A setting that names no place for objects; the message is one sentence for the operator."""


class RemoteObjectStore:
    """Objects in a store that obstore reaches; what it has accepted is as durable as its provider promises."""

    def __init__(self, store: obstore.store.ObjectStore) -> None:
        self._store = store

    async def write(self, name: str, content: bytes) -> None:
        """Keep ``content``."""
        with _unavailable():
            await obstore.put_async(self._store, name, content)

    async def read(self, name: str) -> bytes | None:
        """Return the content, or None."""
        with _unavailable():
            try:
                found = await obstore.get_async(self._store, name)
                return bytes(await found.bytes_async())
            except (FileNotFoundError, NotFoundError):
                return None

    async def remove(self, name: str) -> None:
        """Remove the object; no error when there is none. Versions and replicas are the provider's matter."""
        with _unavailable():
            try:
                await obstore.delete_async(self._store, name)
            except (FileNotFoundError, NotFoundError):
                return

    async def written_before(self, moment: datetime, *, prefix: str) -> AsyncIterator[tuple[str, ...]]:
        """Give the names that begin with ``prefix``, of objects last written before ``moment``, a few at a time.

        The provider's clock says when that was.
        """
        with _unavailable():
            async for listed in obstore.list(self._store, prefix, chunk_size=_LISTED_AT_ONCE):
                yield tuple(found["path"] for found in listed if found["last_modified"] < moment)

    async def ping(self) -> None:
        """Return when the store answers a request for an object that need not exist."""
        await self.read(_PING_NAME)


def open_object_store(location: str) -> ObjectStore:
    """Return the objects at ``location``: a folder's path, ``file:///folder``, or a URL that obstore knows.

    Among those are ``s3://bucket/prefix``, ``az://container/prefix`` and ``gs://bucket/prefix``. Accounts, credentials
    and endpoints come from the environment variables that obstore reads (``AWS_…``, ``AZURE_STORAGE_…``,
    ``GOOGLE_…``). Nothing is contacted yet.
    Raises ``ObjectLocationError`` for another URL, ``StoreUnavailableError`` when the folder cannot be made.
    """
    url = urlsplit(location)
    if not url.scheme:
        return FolderObjectStore(Path(location))
    if url.scheme == "file":
        if url.netloc or not url.path:
            raise ObjectLocationError(f"{location} does not name a local folder: write file:///folder.")
        return FolderObjectStore(Path(url2pathname(url.path)))
    try:
        store = obstore.store.from_url(
            location,
            # Without allow_http a store on the same machine, such as MinIO, could not be named by its plain address.
            client_options={"timeout": _TIMEOUT, "connect_timeout": _TIMEOUT, "allow_http": True},
            retry_config={"max_retries": 2, "retry_timeout": _TIMEOUT},
        )
    except BaseError as error:
        # The first line says what is wrong, the rest is a dump that may quote the configuration.
        reason = str(error).partition("\n")[0]
        raise ObjectLocationError(f"{location} does not name an object store: {reason}") from None
    return RemoteObjectStore(store)


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        raise StoreUnavailableError(f"The objects cannot be reached ({type(error).__name__}).") from error
