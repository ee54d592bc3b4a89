import base64
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.sessions.ports import SealBrokenError
from livegate.storage.master_key import (
    MasterKey,
    MasterKeys,
    format_master_keys,
    parse_master_keys,
    wrapping_key_id,
)

keys = st.binary(min_size=32, max_size=32).map(MasterKey)


def test_different_keys_have_different_ids() -> None:
    assert MasterKey(bytes(32)).key_id != MasterKey(b"\x01" * 32).key_id
    assert len(MasterKey(bytes(32)).key_id) == 8


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_refuses_a_key_of_another_length(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        MasterKey(bytes(size))


@given(key=keys, other=keys, context=st.text(max_size=9), secret=st.binary(max_size=40))
def test_what_it_wraps_names_it_and_opens_under_it_alone(
    key: MasterKey, other: MasterKey, context: str, secret: bytes
) -> None:
    wrapped = key.wrap(secret, context=context, random_bytes=os.urandom)
    assert wrapping_key_id(wrapped) == key.key_id
    assert key.unwrap(wrapped, context=context) == secret
    with pytest.raises(SealBrokenError):
        key.unwrap(wrapped, context=context + "x")
    if other != key:
        with pytest.raises(SealBrokenError):
            other.unwrap(wrapped, context=context)


@given(st.lists(keys, min_size=1, max_size=4, unique=True).map(tuple))
def test_several_keys_are_read_as_they_were_written(several: tuple[MasterKey, ...]) -> None:
    read = parse_master_keys(format_master_keys(MasterKeys(several)))
    assert read.keys == several
    assert read.newest == several[0]
    assert [read.find(key.key_id) for key in several] == list(several)
    assert read.find(b"12345678") is None


def test_a_key_made_elsewhere_needs_no_id() -> None:
    made_elsewhere = base64.b64encode(bytes(32)).decode()
    assert parse_master_keys(f" {made_elsewhere}\n").newest == MasterKey(bytes(32))
    with pytest.raises(ValueError, match="id is missing"):
        parse_master_keys(made_elsewhere, with_ids=True)


def test_shows_no_secret() -> None:
    key = MasterKey(b"secret" * 5 + b"00")
    assert "secret" not in repr(MasterKeys((key,)))
