"""Secret files in the data directory, each with one random key that is wrapped under the newest master key."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from livegate.sessions.ports import SealBrokenError
from livegate.storage.aes_gcm_key import KEY_SIZE
from livegate.storage.durable_file import sync_directory
from livegate.storage.file_identities import FileIdentities, FileIdentity
from livegate.storage.master_key import MasterKey, MasterKeyError, MasterKeySource, wrapping_key_id
from livegate.storage.secret_file import SecretFileError, destroy_secret, read_secret, replace_secret

EPOCH_KEYS: Final = "epoch-keys"
HASH_KEY: Final = "hash.key"


class WrappedKeyFiles:
    """The key of each epoch in ``epoch-keys/<epoch>.key``, and that of the keyed hashes in ``hash.key``.

    Any number of processes may use them: reading holds a shared lock on the folder ``epoch-keys``, and making, wrapping
    anew and destroying an exclusive one, which the system takes back from a process that is killed. All methods raise
    ``SecretFileError``, ``MasterKeyError`` or ``OSError`` where files or master keys cannot be used.
    """

    def __init__(self, data_dir: Path, master_keys: MasterKeySource, *, random_bytes: Callable[[int], bytes]) -> None:
        self._data_dir = data_dir
        self._folder = data_dir / EPOCH_KEYS
        self._master_keys = master_keys
        self._random_bytes = random_bytes
        self._identities = FileIdentities()

    def identity(self, name: str) -> FileIdentity | None:
        """Return what changes when the file is wrapped anew, or None when there is none."""
        return self._identities.of(self._path(name))

    def epoch_names(self) -> tuple[str, ...]:
        """Return the names of the epochs' keys that there are."""
        return tuple(sorted(f"{EPOCH_KEYS}/{path.name}" for path in self._folder.glob("[0-9]*.key")))

    def read(self, name: str) -> bytes | None:
        """Return the key, or None when there is none."""
        with self._locked(fcntl.LOCK_SH):
            wrapped = read_secret(self._data_dir / name)
            return None if wrapped is None else self._unwrap(name, wrapped)

    def read_or_create(self, name: str) -> bytes:
        """Return the key, a random new one where there is none; all processes get the same."""
        with self._locked(fcntl.LOCK_EX):
            wrapped = read_secret(self._data_dir / name)
            if wrapped is not None:
                return self._unwrap(name, wrapped)
            secret = self._random_bytes(KEY_SIZE)
            self._write(name, secret, self._master_keys.keys().newest)
            return secret

    def destroy(self, name: str) -> None:
        """Overwrite and remove the key; no error when there is none."""
        with self._locked(fcntl.LOCK_EX):
            destroy_secret(self._data_dir / name)
            self._identities.forget(self._path(name))

    def wrap_anew(self) -> int:
        """Wrap every key under the newest master key, let the older ones be dropped, and return how many keys it were.

        The lock is given away between two keys, so that servers go on working; when the older master keys are dropped
        it is held, and nothing is wrapped under them. Killed at any moment, this leaves every key whole, wrapped under
        one of the master keys that there are.
        """
        newest = self._master_keys.keys().newest
        count = 0
        while True:
            with self._locked(fcntl.LOCK_EX):
                outdated = next((name for name in self._names() if not self._is_under(name, newest)), None)
                if outdated is None:
                    self._master_keys.drop_older()
                    return count
                self._write(outdated, self._unwrap(outdated, self._content(outdated)), newest)
                count += 1

    def _names(self) -> Iterator[str]:
        yield from self.epoch_names()
        if self.identity(HASH_KEY) is not None:
            yield HASH_KEY

    def _is_under(self, name: str, master_key: MasterKey) -> bool:
        return wrapping_key_id(self._content(name)) == master_key.key_id

    def _content(self, name: str) -> bytes:
        return read_secret(self._data_dir / name) or b""

    def _unwrap(self, name: str, wrapped: bytes) -> bytes:
        master_key = self._master_keys.find(wrapping_key_id(wrapped))
        if master_key is None:
            raise MasterKeyError(
                f"{self._data_dir / name} is wrapped under the master key {wrapping_key_id(wrapped).hex()}, which "
                f"{self._master_keys.place} does not hold: put that key back, behind the newest."
            )
        try:
            return master_key.unwrap(wrapped, context=name)
        except SealBrokenError:
            raise SecretFileError(
                f"The secret file {self._data_dir / name} does not hold a whole wrapped key."
            ) from None

    def _write(self, name: str, secret: bytes, master_key: MasterKey) -> None:
        replace_secret(self._data_dir / name, master_key.wrap(secret, context=name, random_bytes=self._random_bytes))
        self._identities.forget(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._data_dir}/{name}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep all others from reading and changing keys meanwhile."""
        with self._locked(fcntl.LOCK_EX):
            yield

    @contextmanager
    def _locked(self, kind: int) -> Iterator[None]:
        descriptor = self._open_folder()
        try:
            fcntl.flock(descriptor, kind)
            yield
        finally:
            os.close(descriptor)

    def _open_folder(self) -> int:
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
        try:
            return os.open(self._folder, flags)
        except FileNotFoundError:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_directory(self._data_dir)
            return os.open(self._folder, flags)
