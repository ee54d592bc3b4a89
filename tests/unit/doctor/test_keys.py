import os
from datetime import timedelta

import pytest

from livegate.doctor.findings import Status
from livegate.doctor.keys import check_keys
from livegate.operations.system import SystemClock
from livegate.settings import Settings
from livegate.storage.master_key import MasterKeyError
from livegate.storage.secret_file import SecretFileError
from tests.unit.doctor.conftest import Fill, Look

YEAR = 365 * 86_400


def test_where_there_are_none_yet_nothing_is_wrong_and_nothing_is_made(settings: Settings, look: Look) -> None:
    assert look(check_keys) == [("keys", Status.OK, "will be made at the first start")]
    assert not settings.data_dir.exists()


async def test_whole_keys_are_fine(filled: Settings, look: Look) -> None:
    findings = look(check_keys)
    assert [(part, status) for part, status, _ in findings] == [("keys", Status.OK), ("epoch keys", Status.OK)]
    assert findings[0][2] == "master.key, 0 days old, mode 0600"


async def test_an_old_key_is_told(filled: Settings, look: Look) -> None:
    long_ago = SystemClock().now().timestamp() - YEAR - 86_400
    os.utime(filled.data_dir / "master.key", (long_ago, long_ago))
    part, status, message = look(check_keys)[0]
    assert (part, status) == ("keys", Status.WARN)
    assert "366 days old" in message


async def test_a_missing_hash_key_fails(filled: Settings, look: Look) -> None:
    (filled.data_dir / "hash.key").unlink()
    assert look(check_keys)[-1][:2] == ("keys", Status.FAIL)


async def test_a_master_key_of_another_server_fails(filled: Settings, look: Look) -> None:
    (filled.data_dir / "master.key").unlink()
    with pytest.raises(MasterKeyError):
        look(check_keys)


async def test_a_damaged_key_fails(filled: Settings, look: Look) -> None:
    (filled.data_dir / "hash.key").write_bytes((filled.data_dir / "hash.key").read_bytes()[:-1] + b"?")
    with pytest.raises(SecretFileError):
        look(check_keys)


async def test_an_epoch_key_that_should_be_gone_fails(fill: Fill, look: Look) -> None:
    await fill(SystemClock().now() - timedelta(hours=51))
    findings = [(part, status, message) for part, status, message in look(check_keys) if part == "epoch keys"]
    assert findings == [("epoch keys", Status.FAIL, "1 of 1 belong to epochs that are over")]


async def test_a_living_session_without_its_epoch_key_fails(filled: Settings, look: Look) -> None:
    (key,) = (filled.data_dir / "epoch-keys").glob("*.key")
    key.unlink()
    findings = [(part, status) for part, status, _ in look(check_keys) if part == "epoch keys"]
    assert findings == [("epoch keys", Status.FAIL)]
