"""The keys of a data directory in a folder of their own: with them a backup opens, without them nothing in it does."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

from livegate.storage.backup.manifest import BackupError
from livegate.storage.durable_file import create_file
from livegate.storage.epoch_keys import epoch_of
from livegate.storage.secret_file import read_secret
from livegate.storage.wrapped_key_files import EPOCH_KEYS, HASH_KEY, WrappedKeyFiles

_PATTERNS: Final = ("master.key", HASH_KEY, "signing-keys.json", "subscription-keys*.json", f"{EPOCH_KEYS}/[0-9]*.key")


def back_up_keys(data_dir: Path, folder: Path, files: WrappedKeyFiles) -> tuple[str, ...]:
    """Copy every key of the data directory into the empty ``folder`` and return their names.

    No rotation happens meanwhile. Raises ``SecretFileError`` and ``OSError``.
    """
    with files.locked():
        return tuple(_copy_missing(data_dir, folder, _names(data_dir)))


def restore_keys(folder: Path, data_dir: Path, now: datetime) -> tuple[str, ...]:
    """Copy those keys that the data directory lacks, and return their names.

    A key that is there stays, and the key of an epoch that is over at ``now`` is not taken: it has been destroyed, or
    was to be. Raises ``BackupError`` where there is no key at all, ``SecretFileError`` and ``OSError``.
    """
    names = tuple(_names(folder))
    if not names:
        raise BackupError(f"{folder} holds no keys of livegate.")
    return tuple(_copy_missing(folder, data_dir, (name for name in names if not _is_over(name, now))))


def _names(folder: Path) -> Iterator[str]:
    found = chain.from_iterable(sorted(folder.glob(pattern)) for pattern in _PATTERNS)
    return (path.relative_to(folder).as_posix() for path in found)


def _is_over(name: str, now: datetime) -> bool:
    return name.startswith(EPOCH_KEYS) and int(Path(name).stem) < epoch_of(now)


def _copy_missing(source: Path, target: Path, names: Iterator[str]) -> Iterator[str]:
    for name in names:
        content = read_secret(source / name)
        if content is not None and not (target / name).exists():
            for folder in reversed((target / name).relative_to(target).parents):
                (target / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
            create_file(target / name, content)
            yield name
