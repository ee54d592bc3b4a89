import fcntl
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from livegate.storage.key_hierarchy import open_key_hierarchy, rotate_master_key
from livegate.storage.master_key import MasterKeyError, MasterKeys, wrapping_key_id
from livegate.storage.master_key_sources import FixedMasterKeys, MasterKeyFile
from livegate.storage.secret_file import SecretFileError
from livegate.storage.vault import AesGcmVault
from livegate.storage.wrapped_key_files import HASH_KEY, WrappedKeyFiles
from tests.support.keys import opened_keys

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
WORKER = Path(__file__).with_name("killed_rotations.py")


def source_of(data_dir: Path) -> MasterKeyFile:
    return MasterKeyFile(data_dir / "master.key", random_bytes=os.urandom)


def filled(data_dir: Path) -> dict[str, bytes]:
    """Wrapped data keys of two epochs, and a hash."""
    vault = opened_keys(data_dir).vault
    wrapped = {
        f"key/{hours}": vault.create(context=f"key/{hours}", expires_at=NOON + timedelta(hours=hours))[1]
        for hours in range(2)
    }
    return wrapped | {"hash": vault.keyed_hash(b"content", purpose="test")}


def check(vault: AesGcmVault, kept: dict[str, bytes]) -> None:
    assert vault.keyed_hash(b"content", purpose="test") == kept["hash"]
    for context, wrapped in kept.items():
        if context != "hash":
            vault.unwrap(wrapped, context=context)


def master_keys_named(data_dir: Path) -> set[bytes]:
    return {wrapping_key_id(path.read_bytes()) for path in [*(data_dir / "epoch-keys").iterdir(), data_dir / HASH_KEY]}


def test_a_rotation_leaves_nothing_under_the_old_master_key(tmp_path: Path) -> None:
    kept, source = filled(tmp_path), source_of(tmp_path)
    old = source.keys().newest
    running = opened_keys(tmp_path)
    check(running.vault, kept)
    copy = tmp_path.with_name("copy")
    shutil.copytree(tmp_path, copy)
    assert rotate_master_key(source, running.files) == 3
    new = source.keys()
    assert [key == old for key in new.keys] == [False]
    assert master_keys_named(tmp_path) == {new.newest.key_id}
    for vault in (running.vault, opened_keys(tmp_path).vault, opened_keys(copy).vault):
        check(vault, kept)


def test_a_server_that_runs_wraps_what_it_makes_under_the_new_key(tmp_path: Path) -> None:
    filled(tmp_path)
    running, source = opened_keys(tmp_path), source_of(tmp_path)
    rotate_master_key(source, running.files)
    _, wrapped = running.vault.create(context="later", expires_at=NOON + timedelta(hours=9))
    assert master_keys_named(tmp_path) == {source.keys().newest.key_id}
    opened_keys(tmp_path).vault.unwrap(wrapped, context="later")


def test_a_rotation_killed_at_any_step_goes_on_where_it_was(tmp_path: Path) -> None:
    template = tmp_path / "template"
    kept = filled(template)
    # Forks, which only a process of one thread should.
    process = subprocess.run(  # noqa: S603  # fixed argv
        [sys.executable, WORKER, str(template), str(tmp_path)], check=True, capture_output=True, text=True, timeout=120
    )
    assert int(process.stdout) >= 30
    for step in range(int(process.stdout)):
        data_dir = tmp_path / str(step)
        # What a server does at its start, then once more by the command.
        restarted = opened_keys(data_dir)
        check(restarted.vault, kept)
        assert len(source_of(data_dir).keys().keys) == 1
        assert master_keys_named(data_dir) == {source_of(data_dir).keys().newest.key_id}
        rotate_master_key(source_of(data_dir), restarted.files)
        check(opened_keys(data_dir).vault, kept)


def test_a_key_made_while_a_rotation_runs_hangs_on_the_new_master_key(tmp_path: Path) -> None:
    running, source = opened_keys(tmp_path), source_of(tmp_path)
    source.add_newest()
    running.vault.create(context="", expires_at=NOON)
    (name,) = running.files.epoch_names()
    assert wrapping_key_id((tmp_path / name).read_bytes()) == source.keys().newest.key_id


def test_keys_are_made_and_master_keys_dropped_while_nobody_else_can(tmp_path: Path) -> None:
    refused: list[str] = []

    def require_lock(step: str) -> None:
        folder = os.open(tmp_path / "epoch-keys", os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(folder, fcntl.LOCK_SH | fcntl.LOCK_NB)
        os.close(folder)
        refused.append(step)

    class WatchedFile(MasterKeyFile):
        def drop_older(self) -> None:
            require_lock("drop")
            super().drop_older()

    def random_bytes(size: int) -> bytes:
        require_lock("draw")
        return os.urandom(size)

    source = WatchedFile(tmp_path / "master.key", random_bytes=os.urandom)
    files = WrappedKeyFiles(tmp_path, source, random_bytes=random_bytes)
    files.read_or_create(HASH_KEY)
    rotate_master_key(source, files)
    # The key and its nonce, then the nonce of the new wrapping.
    assert refused == ["draw", "draw", "draw", "drop"]


def test_a_destroyed_key_does_not_come_back_by_a_rotation(tmp_path: Path) -> None:
    filled(tmp_path)
    keys = opened_keys(tmp_path)
    keys.epoch_keys.destroy_before(NOON + timedelta(hours=1))
    rotate_master_key(source_of(tmp_path), keys.files)
    assert len(keys.files.epoch_names()) == 1


def test_master_keys_set_outside_are_wrapped_under_but_never_made(tmp_path: Path) -> None:
    kept, old = filled(tmp_path), source_of(tmp_path).keys().newest
    alone = FixedMasterKeys("THE_VARIABLE", MasterKeys((old,)))
    with pytest.raises(MasterKeyError, match="THE_VARIABLE holds one master key: put a new one before it"):
        rotate_master_key(alone, WrappedKeyFiles(tmp_path, alone, random_bytes=os.urandom))
    new = MasterKeyFile(tmp_path / "new.key", random_bytes=os.urandom).keys().newest
    both = FixedMasterKeys("THE_VARIABLE", MasterKeys((new, old)))
    assert rotate_master_key(both, WrappedKeyFiles(tmp_path, both, random_bytes=os.urandom)) == 3
    assert master_keys_named(tmp_path) == {new.key_id}
    only_new = FixedMasterKeys("THE_VARIABLE", MasterKeys((new,)))
    check(open_key_hierarchy(tmp_path, only_new, random_bytes=os.urandom).vault, kept)


def test_a_hash_key_that_is_missing_is_not_made_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / HASH_KEY).unlink()
    with pytest.raises(SecretFileError, match=r"hash.key is missing beside the epoch keys: put it back"):
        opened_keys(tmp_path)
    assert not (tmp_path / HASH_KEY).exists()


def test_a_master_key_that_is_missing_is_named_with_where_it_should_be(tmp_path: Path) -> None:
    filled(tmp_path)
    old = source_of(tmp_path).keys().newest
    (tmp_path / "master.key").unlink()
    with pytest.raises(MasterKeyError, match=rf"{old.key_id.hex()}, which The secret file .*master.key does not hold"):
        opened_keys(tmp_path)
