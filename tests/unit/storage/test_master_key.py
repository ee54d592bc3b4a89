import base64
import os
from pathlib import Path

import pytest

from livegate.storage.master_key import MasterKey, load_or_create_master_key
from livegate.storage.secret_file import SecretFileError


def write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


def test_makes_a_key_once_and_loads_it_ever_after(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    made = load_or_create_master_key(path, lambda size: b"\x07" * size)
    assert made.secret == b"\x07" * 32
    assert load_or_create_master_key(path, os.urandom) == made
    assert path.read_bytes() == made.key_id.hex().encode() + b":" + base64.b64encode(made.secret) + b"\n"


def test_different_keys_have_different_ids() -> None:
    assert MasterKey(bytes(32)).key_id != MasterKey(b"\x01" * 32).key_id
    assert len(MasterKey(bytes(32)).key_id) == 8


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_refuses_a_key_of_another_length(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        MasterKey(bytes(size))


@pytest.mark.parametrize(
    "content",
    [
        b"\n",
        b"no key",
        b":",
        b"::",
        b"\xff\xfe",
        MasterKey(bytes(32)).key_id.hex().encode() + b":" + base64.b64encode(bytes(31)),
        MasterKey(bytes(32)).key_id.hex().encode() + b":" + base64.b64encode(b"\x01" * 32),
        b"zz:" + base64.b64encode(bytes(32)),
        base64.b64encode(bytes(32)),
    ],
)
def test_refuses_other_content_without_quoting_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    write(path, content)
    with pytest.raises(SecretFileError, match="does not hold a whole livegate master key") as refusal:
        load_or_create_master_key(path, os.urandom)
    assert refusal.value.__suppress_context__
    assert path.read_bytes() == content


def test_refuses_a_key_with_one_character_mistyped(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    load_or_create_master_key(path, os.urandom)
    content = path.read_bytes()
    path.write_bytes(content[:30] + (b"A" if content[30:31] != b"A" else b"B") + content[31:])
    with pytest.raises(SecretFileError):
        load_or_create_master_key(path, os.urandom)
