"""Keys at rest, for tests of what is sealed under them."""

import os
import secrets
from pathlib import Path

from livegate.storage.epoch_keys import EpochKeys
from livegate.storage.key_hierarchy import KeyHierarchy, open_key_hierarchy
from livegate.storage.master_key import MasterKey, MasterKeys
from livegate.storage.master_key_sources import FixedMasterKeys, MasterKeyFile
from livegate.storage.vault import AesGcmVault
from livegate.storage.wrapped_key_files import WrappedKeyFiles


def opened_keys(data_dir: Path) -> KeyHierarchy:
    """The keys of a data directory, as a server with the usual settings opens them."""
    source = MasterKeyFile(data_dir / "master.key", random_bytes=secrets.token_bytes)
    return open_key_hierarchy(data_dir, source, random_bytes=secrets.token_bytes)


def hashing_vault(hash_key: bytes) -> AesGcmVault:
    """A vault that hashes; it has no folder to wrap keys in."""
    nowhere = Path(os.devnull) / "nowhere"
    source = FixedMasterKeys("The test", MasterKeys((MasterKey(bytes(32)),)))
    files = WrappedKeyFiles(nowhere, source, random_bytes=secrets.token_bytes)
    return AesGcmVault(
        EpochKeys(files, random_bytes=secrets.token_bytes), source, hash_key=hash_key, random_bytes=secrets.token_bytes
    )
