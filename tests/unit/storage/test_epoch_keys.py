import os
import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from livegate.sessions.ports import SealBrokenError, StoreUnavailableError
from livegate.storage.epoch_keys import EpochKeys, epoch_of
from livegate.storage.master_key_sources import MasterKeyFile
from livegate.storage.wrapped_key_files import WrappedKeyFiles

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def opened(data_dir: Path) -> EpochKeys:
    """What another process has of the same folder."""
    source = MasterKeyFile(data_dir / "master.key", random_bytes=os.urandom)
    return EpochKeys(WrappedKeyFiles(data_dir, source, random_bytes=os.urandom), random_bytes=os.urandom)


def key_path(data_dir: Path, moment: datetime) -> Path:
    return data_dir / "epoch-keys" / f"{epoch_of(moment)}.key"


def test_sessions_that_end_within_an_hour_share_a_key(tmp_path: Path) -> None:
    keys = opened(tmp_path)
    one = keys.for_life_until(NOON)
    assert keys.for_life_until(NOON + timedelta(minutes=59, seconds=59)) is one
    assert keys.for_life_until(NOON + HOUR) is not one
    assert [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "epoch-keys").iterdir()] == [0o600, 0o600]
    assert stat.S_IMODE((tmp_path / "epoch-keys").stat().st_mode) == 0o700


def test_all_processes_open_what_one_has_sealed(tmp_path: Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    sealed = [keys.for_life_until(NOON).seal(b"data key", context="c") for keys in (one, other)]
    assert [keys.open(bytes_, context="c") for keys in (one, other) for bytes_ in sealed] == [b"data key"] * 4


def test_keys_die_when_their_hour_is_over_and_not_before(tmp_path: Path) -> None:
    keys = opened(tmp_path)
    sealed = keys.for_life_until(NOON).seal(b"data key", context="c")
    later = keys.for_life_until(NOON + HOUR).seal(b"other", context="c")
    assert keys.destroy_before(NOON + HOUR - timedelta(microseconds=1)) == 0
    assert keys.open(sealed, context="c") == b"data key"
    assert keys.destroy_before(NOON + HOUR) == 1
    with pytest.raises(SealBrokenError, match="epoch has been destroyed"):
        keys.open(sealed, context="c")
    assert keys.open(later, context="c") == b"other"
    assert not key_path(tmp_path, NOON).exists()
    assert keys.destroy_before(NOON + HOUR) == 0


def test_another_process_forgets_a_destroyed_key_at_its_next_use_and_at_its_next_sweep(tmp_path: Path) -> None:
    one, user, sweeper = (opened(tmp_path) for _ in range(3))
    sealed = user.for_life_until(NOON).seal(b"data key", context="c")
    assert sweeper.open(sealed, context="c") == b"data key"
    one.destroy_before(NOON + HOUR)
    with pytest.raises(SealBrokenError):
        user.open(sealed, context="c")
    sweeper.destroy_before(NOON + HOUR)
    assert user._opened == sweeper._opened == {}


def test_a_clock_put_back_gets_a_new_key_that_does_not_open_what_the_old_one_sealed(tmp_path: Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    sealed = other.for_life_until(NOON).seal(b"data key", context="c")
    one.destroy_before(NOON + 2 * HOUR)
    anew = one.for_life_until(NOON).seal(b"made after the step", context="c")
    assert other.open(anew, context="c") == b"made after the step"
    for keys in (one, other):
        with pytest.raises(SealBrokenError):
            keys.open(sealed, context="c")


def test_what_the_file_held_is_overwritten_before_it_is_removed(tmp_path: Path) -> None:
    keys = opened(tmp_path)
    keys.for_life_until(NOON)
    path = key_path(tmp_path, NOON)
    # A second name keeps the blocks in sight.
    (tmp_path / "same blocks").hardlink_to(path)
    length = len(path.read_bytes())
    keys.destroy_before(NOON + HOUR)
    assert (tmp_path / "same blocks").read_bytes() == bytes(length)


def test_what_an_interrupted_write_left_goes_with_the_key(tmp_path: Path) -> None:
    keys = opened(tmp_path)
    keys.for_life_until(NOON)
    shutil.copy(key_path(tmp_path, NOON), tmp_path / "epoch-keys" / f".{epoch_of(NOON)}.key.new")
    keys.destroy_before(NOON + HOUR)
    assert list((tmp_path / "epoch-keys").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\x02" * 69, b"zeros" * 99])
def test_a_damaged_file_makes_the_store_unavailable(tmp_path: Path, content: bytes) -> None:
    keys = opened(tmp_path)
    sealed = keys.for_life_until(NOON).seal(b"data key", context="c")
    key_path(tmp_path, NOON).write_bytes(content)
    with pytest.raises(StoreUnavailableError):
        keys.open(sealed, context="c")
    with pytest.raises(StoreUnavailableError):
        keys.for_life_until(NOON)


def test_the_files_of_two_epochs_are_not_interchangeable(tmp_path: Path) -> None:
    keys = opened(tmp_path)
    keys.for_life_until(NOON)
    keys.for_life_until(NOON + HOUR)
    shutil.copy(key_path(tmp_path, NOON + HOUR), key_path(tmp_path, NOON))
    with pytest.raises(StoreUnavailableError):
        opened(tmp_path).for_life_until(NOON)


def test_files_that_others_may_open_are_not_used(tmp_path: Path) -> None:
    keys = opened(tmp_path)
    keys.for_life_until(NOON)
    key_path(tmp_path, NOON).chmod(0o644)
    with pytest.raises(StoreUnavailableError) as refusal:
        opened(tmp_path).for_life_until(NOON)
    assert "mode 0644" in str(refusal.value.__cause__)


async def test_a_key_that_another_process_makes_first_is_used_in_the_same_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    read_or_create = WrappedKeyFiles.read_or_create

    def second(files: WrappedKeyFiles, name: str) -> bytes:
        monkeypatch.undo()
        one.for_life_until(NOON)
        return read_or_create(files, name)

    monkeypatch.setattr(WrappedKeyFiles, "read_or_create", second)
    sealed = other.for_life_until(NOON).seal(b"data key", context="c")
    assert one.open(sealed, context="c") == b"data key"
