import hmac
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.access.subscription_keys import (
    KeyFile,
    KeyFileError,
    KeyName,
    SubscriptionKeys,
    generate_subscription_key,
)
from livegate.storage.file_identities import FileIdentities

KEYS = SubscriptionKeys(key1="a" * 32, key2="b" * 32)
MakeKeyFile = Callable[..., KeyFile]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def make_key_file(
    path: Path,
    load: Callable[[Path, Callable[[], bytes]], bytes],
    replace: Callable[[Path, bytes], None],
) -> MakeKeyFile:
    def make(overrides: Mapping[KeyName, str] | None = None) -> KeyFile:
        return KeyFile(path, load=load, replace=replace, identities=FileIdentities(), overrides=overrides or {})

    return make


def test_either_key_opens_and_nothing_else() -> None:
    assert KEYS.accepts("a" * 32)
    assert KEYS.accepts("b" * 32)
    for presented in ["", "a" * 31, "a" * 33, "A" * 32, "a" * 16 + "b" * 16, f" {'a' * 32}", "\ud800", "é" * 32]:
        assert not KEYS.accepts(presented)


@given(st.text())
def test_no_other_text_opens(presented: str) -> None:
    assert KEYS.accepts(presented) is (presented in {KEYS.key1, KEYS.key2})


@pytest.mark.parametrize("presented", ["a" * 32, "b" * 32, "c" * 32, ""])
def test_every_answer_takes_the_same_comparisons(presented: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[int, int]] = []

    def record(left: bytes, right: bytes) -> bool:
        compared.append((len(left), len(right)))
        return left == right

    monkeypatch.setattr(hmac, "compare_digest", record)
    KEYS.accepts(presented)
    assert compared == [(32, 32), (32, 32)]


def test_keys_are_not_shown() -> None:
    assert "a" * 8 not in repr(KEYS)


@pytest.mark.parametrize(
    "key", ["", "short", "x" * 129, "with space in between", "ümlaut-ümlaut-ümlaut", "a" * 31 + "\n"]
)
def test_weak_or_unsendable_keys_are_refused(key: str) -> None:
    with pytest.raises(ValueError, match="KEY2"):
        SubscriptionKeys(key1="a" * 32, key2=key)


def test_new_keys_are_hexadecimal_and_differ() -> None:
    keys = {generate_subscription_key() for _ in range(10)}
    assert len(keys) == 10
    for key in keys:
        assert len(bytes.fromhex(key)) == 16


def test_the_first_start_makes_keys_that_the_next_one_finds(make_key_file: MakeKeyFile) -> None:
    made = make_key_file().keys()
    assert made.key1 != made.key2
    assert make_key_file().keys() == made


def test_keys_of_the_settings_prevail(make_key_file: MakeKeyFile) -> None:
    stored = make_key_file().keys()
    keys = make_key_file({KeyName.KEY1: "from-the-settings"}).keys()
    assert (keys.key1, keys.key2) == ("from-the-settings", stored.key2)


@pytest.mark.parametrize("name", KeyName)
def test_a_running_server_sees_a_rotation_at_once(make_key_file: MakeKeyFile, name: KeyName) -> None:
    server = make_key_file()
    before = server.keys()
    after = make_key_file().rotate(name)
    assert server.keys() == after
    changed = {KeyName.KEY1: before.key1 != after.key1, KeyName.KEY2: before.key2 != after.key2}
    assert changed == {other: other is name for other in KeyName}


def test_an_unchanged_file_is_not_read_again(make_key_file: MakeKeyFile, path: Path) -> None:
    server = make_key_file()
    keys = server.keys()
    status = path.stat()
    path.write_bytes(b"x" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert server.keys() == keys


def test_a_vanished_file_locks_nobody_out_and_makes_no_new_keys(make_key_file: MakeKeyFile, path: Path) -> None:
    server = make_key_file()
    keys = server.keys()
    path.unlink()
    assert server.keys() == keys
    assert not path.exists()


def test_a_key_of_the_settings_cannot_be_rotated(make_key_file: MakeKeyFile) -> None:
    with pytest.raises(KeyFileError, match="LIVEGATE_KEY1"):
        make_key_file({KeyName.KEY1: "from-the-settings"}).rotate(KeyName.KEY1)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"null", b"\xff", b'{"KEY1": "secret-secret-secret"}', b'{"KEY1": 1, "KEY2": 2}', b"[" * 9999],
    ids=lambda content: repr(content[:12]),
)
def test_a_damaged_file_is_refused_without_quoting_it(make_key_file: MakeKeyFile, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(KeyFileError, match=r"keys\.json") as raised:
        make_key_file().keys()
    assert "secret-secret" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_the_file_is_an_object_with_both_names(make_key_file: MakeKeyFile, path: Path) -> None:
    keys = make_key_file().keys()
    assert json.loads(path.read_bytes()) == {"KEY1": keys.key1, "KEY2": keys.key2}
