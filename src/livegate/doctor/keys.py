"""The keys: there, whole, closed to others, and none of an epoch that is over."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from livegate.doctor.findings import Finding, broken, doubtful, fine
from livegate.opened_keys import open_master_keys
from livegate.operations.system import SystemClock
from livegate.settings import Settings
from livegate.storage.backup.manifest import DATABASE
from livegate.storage.epoch_keys import epoch_of
from livegate.storage.secret_file import read_secret
from livegate.storage.sqlite.condition import living_hours
from livegate.storage.wrapped_key_files import HASH_KEY, WrappedKeyFiles

_OLD_DAYS: Final = 365
_DAY: Final = 86_400
_FILES: Final = {
    "master.key": "livegate keys rotate MASTER",
    "signing-keys.json": "livegate keys rotate SIGNING",
    "subscription-keys*.json": "livegate keys rotate KEY1",
}
"""Each kind of key, and what makes a new one."""


def check_keys(settings: Settings) -> Iterator[Finding]:
    """Read every key that there is; none is made."""
    found = [(path, verb) for pattern, verb in _FILES.items() for path in sorted(settings.data_dir.glob(pattern))]
    for path, verb in found:
        read_secret(path)
        yield _age(path, verb)
    if (settings.data_dir / HASH_KEY).exists():
        yield from _wrapped_keys(settings)
    elif (settings.data_dir / DATABASE).exists():
        remedy = "Put back the keys of this database, or begin with an empty data directory: nothing in it opens."
        yield broken("keys", f"there is a database, and no {HASH_KEY}", remedy)
    else:
        yield fine("keys", "will be made at the first start")


def _age(path: Path, verb: str) -> Finding:
    days = int((SystemClock().now().timestamp() - path.stat().st_mtime) / _DAY)
    said = f"{path.name}, {days} days old, mode {path.stat().st_mode & 0o777:04o}"
    if days > _OLD_DAYS:
        return doubtful("keys", said, f"Consider `{verb}`: it interrupts nobody.")
    return fine("keys", said)


def _wrapped_keys(settings: Settings) -> Iterator[Finding]:
    """Unwrap each key under the master key, and compare the epochs with the sessions' lives."""
    files = WrappedKeyFiles(settings.data_dir, open_master_keys(settings), random_bytes=secrets.token_bytes)
    names = files.epoch_names()
    for name in (HASH_KEY, *names):
        files.read(name)
    now = SystemClock().now()
    epochs = {int(Path(name).stem) for name in names}
    over = sorted(epoch for epoch in epochs if epoch < epoch_of(now) - 1)
    if over:
        remedy = "Start a server over this data directory: its sweep destroys them."
        yield broken("epoch keys", f"{len(over)} of {len(epochs)} belong to epochs that are over", remedy)
    missing = living_hours(settings.data_dir / DATABASE, now) - epochs
    if missing:
        remedy = "Put the missing epoch keys back, if there is a copy; otherwise these sessions end with their lives."
        yield broken("epoch keys", f"those of {len(missing)} hours are missing: their sessions do not open", remedy)
    if not over and not missing:
        yield fine("epoch keys", f"{len(epochs)}, one for each hour in which a living session ends")
