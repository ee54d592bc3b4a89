from pathlib import Path

import pytest
from pydantic import SecretStr

from livegate.access.signing_key_file import SigningKeyFile
from livegate.opened_keys import open_keys_at_rest, open_master_keys, open_signing_keys, retire_signing_keys
from livegate.sessions.ports import StoreUnavailableError
from livegate.settings import Settings
from livegate.storage.master_key import MasterKeyError
from livegate.storage.secret_file import SecretFileError
from tests.support.sessions import ManualClock


def settings_of(data_dir: Path, **changes: object) -> Settings:
    return Settings(data_dir=data_dir).model_copy(update=changes)


def test_the_master_key_is_a_file_unless_it_is_set(tmp_path: Path) -> None:
    made = open_master_keys(settings_of(tmp_path)).keys()
    text = (tmp_path / "master.key").read_text()
    (tmp_path / "master.key").unlink()
    assert open_master_keys(settings_of(tmp_path, master_key=SecretStr(text))).keys() == made
    (tmp_path / "printed").write_text(text)
    command = f"cat {tmp_path / 'printed'}"
    assert open_master_keys(settings_of(tmp_path, master_key_command=command)).keys() == made
    assert not (tmp_path / "master.key").exists()


def test_two_places_of_the_master_key_are_refused_by_name(tmp_path: Path) -> None:
    both = settings_of(tmp_path, master_key=SecretStr("secret"), master_key_command="echo")
    with pytest.raises(MasterKeyError, match="LIVEGATE_MASTER_KEY and LIVEGATE_MASTER_KEY_COMMAND: keep one"):
        open_master_keys(both)
    open_master_keys(settings_of(tmp_path)).keys()
    with pytest.raises(MasterKeyError, match=r"LIVEGATE_MASTER_KEY_COMMAND and the file .*master.key: keep one"):
        open_master_keys(settings_of(tmp_path, master_key_command="echo"))


def test_a_file_s_key_moves_to_the_environment_behind_a_new_one(tmp_path: Path) -> None:
    hashed = open_keys_at_rest(settings_of(tmp_path)).vault.keyed_hash(b"content", purpose="test")
    old = (tmp_path / "master.key").read_text()
    (tmp_path / "master.key").unlink()
    open_master_keys(settings_of(tmp_path / "elsewhere")).keys()
    new = (tmp_path / "elsewhere" / "master.key").read_text()
    for keys in (f"{new} {old}", new):
        opened = open_keys_at_rest(settings_of(tmp_path, master_key=SecretStr(keys)))
        assert opened.vault.keyed_hash(b"content", purpose="test") == hashed
    with pytest.raises(MasterKeyError, match="which LIVEGATE_MASTER_KEY does not hold"):
        open_keys_at_rest(settings_of(tmp_path, master_key=SecretStr(old)))


def test_signing_keys_are_made_at_once_and_a_failure_to_retire_them_can_be_tried_again(tmp_path: Path) -> None:
    file = open_signing_keys(tmp_path)
    path = tmp_path / "signing-keys.json"
    retire_signing_keys(file, ManualClock())
    path.chmod(0o644)
    with pytest.raises(StoreUnavailableError, match="mode 0644"):
        retire_signing_keys(file, ManualClock())
    with pytest.raises(SecretFileError):
        open_signing_keys(tmp_path)
    assert isinstance(file, SigningKeyFile)
