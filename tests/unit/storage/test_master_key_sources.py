import base64
import os
import shlex
import stat
import sys
from pathlib import Path

import pytest

from livegate.storage.master_key import MasterKey, MasterKeyError, MasterKeys, format_master_keys
from livegate.storage.master_key_sources import FixedMasterKeys, MasterKeyCommand, MasterKeyFile
from livegate.storage.secret_file import SecretFileError

OLD, NEW = MasterKey(bytes(32)), MasterKey(b"\x01" * 32)


def write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


def text(*keys: MasterKey) -> str:
    return format_master_keys(MasterKeys(keys))


class TestFile:
    def test_is_made_once_and_read_ever_after(self, tmp_path: Path) -> None:
        path = tmp_path / "keys" / "master.key"
        made = MasterKeyFile(path, random_bytes=lambda size: b"\x07" * size).keys()
        assert made.keys == (MasterKey(b"\x07" * 32),)
        assert MasterKeyFile(path, random_bytes=os.urandom).keys() == made
        key = made.newest
        assert path.read_bytes() == key.key_id.hex().encode() + b":" + base64.b64encode(key.secret) + b"\n"

    @pytest.mark.parametrize(
        "content",
        [
            b"\n",
            b"no key",
            b":",
            b"::",
            b"\xff\xfe",
            OLD.key_id.hex().encode() + b":" + base64.b64encode(bytes(31)),
            OLD.key_id.hex().encode() + b":" + base64.b64encode(b"\x01" * 32),
            b"zz:" + base64.b64encode(bytes(32)),
            base64.b64encode(bytes(32)),
            text(OLD).encode() + base64.b64encode(bytes(32)),
        ],
    )
    def test_refuses_other_content_without_quoting_it(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "master.key"
        write(path, content)
        with pytest.raises(SecretFileError, match="does not hold a whole livegate master key") as refusal:
            MasterKeyFile(path, random_bytes=os.urandom).keys()
        assert refusal.value.__suppress_context__
        assert path.read_bytes() == content

    def test_refuses_a_key_with_one_character_mistyped(self, tmp_path: Path) -> None:
        file = MasterKeyFile(tmp_path / "master.key", random_bytes=os.urandom)
        file.keys()
        content = (tmp_path / "master.key").read_bytes()
        write(tmp_path / "master.key", content[:30] + (b"A" if content[30:31] != b"A" else b"B") + content[31:])
        with pytest.raises(SecretFileError):
            file.keys()

    def test_a_new_key_stands_before_the_older_until_these_are_dropped(self, tmp_path: Path) -> None:
        file = MasterKeyFile(tmp_path / "master.key", random_bytes=os.urandom)
        elsewhere = MasterKeyFile(tmp_path / "master.key", random_bytes=os.urandom)
        old = elsewhere.keys().newest
        file.add_newest()
        new = file.keys().newest
        assert elsewhere.keys().keys == (new, old)
        assert elsewhere.find(old.key_id) == old
        file.drop_older()
        assert elsewhere.keys().keys == (new,)
        assert elsewhere.find(old.key_id) is None
        assert [path.name for path in tmp_path.iterdir()] == ["master.key"]
        assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600


class TestVariable:
    def test_holds_keys_parted_by_spaces(self) -> None:
        keys = FixedMasterKeys.parse("LIVEGATE_MASTER_KEY", text(NEW, OLD).replace("\n", " "))
        assert keys.keys().newest == NEW
        assert keys.find(OLD.key_id) == OLD

    @pytest.mark.parametrize("content", ["", "secret", "c2VjcmV0", "ü"])
    def test_is_refused_by_name_without_being_quoted(self, content: str) -> None:
        with pytest.raises(MasterKeyError, match="LIVEGATE_MASTER_KEY must be master keys of 32 bytes") as refusal:
            FixedMasterKeys.parse("LIVEGATE_MASTER_KEY", content)
        assert not content or content not in str(refusal.value)


class TestCommand:
    def test_is_run_without_a_shell(self, tmp_path: Path) -> None:
        program = f"import sys; sys.stdout.write({text(NEW, OLD)!r} if sys.argv[1] == '$HOME;|' else '')"
        keys = MasterKeyCommand("COMMAND", shlex.join([sys.executable, "-c", program, "$HOME;|"]))
        assert keys.keys().keys == (NEW, OLD)
        assert list(tmp_path.iterdir()) == []

    def test_is_run_again_for_a_key_that_is_not_known_yet(self, tmp_path: Path) -> None:
        printed = tmp_path / "printed"
        printed.write_text(text(OLD))
        keys = MasterKeyCommand("COMMAND", f"cat {printed}")
        assert keys.find(OLD.key_id) == OLD
        printed.write_text(text(NEW))
        assert keys.find(OLD.key_id) == OLD
        assert keys.find(NEW.key_id) == NEW
        assert keys.find(OLD.key_id) is None

    @pytest.mark.parametrize(
        ("command", "message"),
        [
            ("", "COMMAND names no command"),
            ("echo 'open", "COMMAND is no command line: No closing quotation"),
            ("/nowhere/at/all", "The command of COMMAND cannot be run: No such file or directory"),
            ("sh -c 'echo secret; echo secret >&2; exit 3'", "The command of COMMAND ended with status 3"),
            ("echo secret", "The output of COMMAND must be master keys"),
            ("sh -c 'sleep 60 & echo secret; sleep 60'", "The command of COMMAND has not ended after 0.1 seconds"),
        ],
    )
    def test_that_fails_is_told_without_its_output(
        self, command: str, message: str, capfd: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(MasterKeyError, match=message) as refusal:
            MasterKeyCommand("COMMAND", command, timeout=0.1).keys()
        assert "secret" not in str(refusal.value) + "".join(capfd.readouterr())
