"""The keys at rest, joined: master key, wrapped keys, epoch keys, vault."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from livegate.storage.epoch_keys import EpochKeys
from livegate.storage.master_key import MasterKeyError, MasterKeySource
from livegate.storage.master_key_sources import MasterKeyFile
from livegate.storage.secret_file import SecretFileError
from livegate.storage.vault import AesGcmVault
from livegate.storage.wrapped_key_files import HASH_KEY, WrappedKeyFiles


@dataclass(frozen=True, slots=True)
class KeyHierarchy:
    """What stands on one source of master keys and one data directory."""

    files: WrappedKeyFiles
    epoch_keys: EpochKeys
    vault: AesGcmVault


def open_key_hierarchy(
    data_dir: Path, master_keys: MasterKeySource, *, random_bytes: Callable[[int], bytes]
) -> KeyHierarchy:
    """Open the keys, making what is missing, and finish a rotation of the master key that was begun.

    Blocks, so call it before serving. Raises ``SecretFileError``, ``MasterKeyError`` and ``OSError``.
    """
    files = WrappedKeyFiles(data_dir, master_keys, random_bytes=random_bytes)
    files.wrap_anew()
    epoch_keys = EpochKeys(files, random_bytes=random_bytes)
    # In this order: another process that starts now makes the hash key first.
    if files.epoch_names() and files.identity(HASH_KEY) is None:
        raise SecretFileError(
            f"{data_dir / HASH_KEY} is missing beside the epoch keys: put it back from where the keys are backed up. "
            "Without it, sessions that were erased are not known in a restored database."
        )
    hash_key = files.read_or_create(HASH_KEY)
    vault = AesGcmVault(epoch_keys, master_keys, hash_key=hash_key, random_bytes=random_bytes)
    return KeyHierarchy(files, epoch_keys, vault)


def rotate_master_key(master_keys: MasterKeySource, files: WrappedKeyFiles) -> int:
    """Wrap every key under a new master key while servers run, and return how many were wrapped anew.

    Where there are older master keys already, as after a rotation that was interrupted, no new one is made: what
    still hangs on them is wrapped under the newest, and they are dropped. Raises as ``WrappedKeyFiles``, and
    ``MasterKeyError`` where the one key was set outside.
    """
    with files.locked():
        if len(master_keys.keys().keys) == 1:
            if not isinstance(master_keys, MasterKeyFile):
                raise MasterKeyError(
                    f"{master_keys.place} holds one master key: put a new one before it there, and try again."
                )
            master_keys.add_newest()
    return files.wrap_anew()
