"""The keys at rest, joined: master key, wrapped keys, epoch keys, vault."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from livegate.storage.epoch_keys import EpochKeys
from livegate.storage.master_key import MasterKeySource
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
    vault = AesGcmVault(epoch_keys, master_keys, hash_key=files.read_or_create(HASH_KEY), random_bytes=random_bytes)
    return KeyHierarchy(files, epoch_keys, vault)
