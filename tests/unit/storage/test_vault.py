import os
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.sessions.ports import DataKey, KeyVault, SealBrokenError
from livegate.storage.master_key import MasterKey
from livegate.storage.vault import AesGcmVault

MASTER_KEY = MasterKey(bytes(range(32)))
VAULT: KeyVault = AesGcmVault(MASTER_KEY, random_bytes=os.urandom)

contexts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def sealed_by_data_key(plaintext: bytes, context: str) -> tuple[bytes, Callable[[bytes, str], object]]:
    key, _ = VAULT.create(context="key")
    return key.seal(plaintext, context=context), lambda sealed, context: key.open(sealed, context=context)


def wrapped_by_vault(_: bytes, context: str) -> tuple[bytes, Callable[[bytes, str], object]]:
    _key, wrapped = VAULT.create(context=context)
    return wrapped, lambda sealed, context: VAULT.unwrap(sealed, context=context)


both = pytest.mark.parametrize("seal", [sealed_by_data_key, wrapped_by_vault])
Seal = Callable[[bytes, str], tuple[bytes, Callable[[bytes, str], object]]]


@given(plaintext=st.binary(max_size=2_000), context=contexts)
def test_opens_what_it_sealed_after_unwrapping(plaintext: bytes, context: str) -> None:
    key, wrapped = VAULT.create(context=context)
    sealed = key.seal(plaintext, context=context)
    assert VAULT.unwrap(wrapped, context=context).open(sealed, context=context) == plaintext
    assert len(sealed) == len(plaintext) + 29


@both
@given(plaintext=st.binary(max_size=60), data=st.data())
def test_refuses_bytes_changed_anywhere(seal: Seal, plaintext: bytes, data: st.DataObject) -> None:
    sealed, open_ = seal(plaintext, "context")
    position = data.draw(st.integers(0, len(sealed) - 1))
    flipped = data.draw(st.integers(1, 255))
    changed = bytearray(sealed)
    changed[position] ^= flipped
    with pytest.raises(SealBrokenError):
        open_(bytes(changed), "context")


@both
@given(plaintext=st.binary(max_size=60), data=st.data())
def test_refuses_bytes_cut_short_or_added_to(seal: Seal, plaintext: bytes, data: st.DataObject) -> None:
    sealed, open_ = seal(plaintext, "context")
    length = data.draw(st.integers(0, len(sealed) - 1))
    for changed in (sealed[:length], sealed + b"\0", b"\0" + sealed):
        with pytest.raises(SealBrokenError):
            open_(changed, "context")


@both
@given(context=contexts, other=contexts)
def test_refuses_another_context(seal: Seal, context: str, other: str) -> None:
    sealed, open_ = seal(b"plaintext", context)
    if context != other:
        with pytest.raises(SealBrokenError):
            open_(sealed, other)


@given(st.binary(max_size=100))
def test_refuses_arbitrary_bytes(content: bytes) -> None:
    key, _ = VAULT.create(context="")
    with pytest.raises(SealBrokenError):
        key.open(content, context="")
    with pytest.raises(SealBrokenError):
        VAULT.unwrap(content, context="")


def test_the_same_plaintext_never_seals_to_the_same_bytes() -> None:
    key, _ = VAULT.create(context="")
    assert len({key.seal(b"plaintext", context="") for _ in range(100)}) == 100


def test_sessions_do_not_open_each_others_content() -> None:
    one, _ = VAULT.create(context="")
    other, _ = VAULT.create(context="")
    with pytest.raises(SealBrokenError):
        other.open(one.seal(b"plaintext", context=""), context="")


def test_another_master_key_unwraps_nothing() -> None:
    _, wrapped = VAULT.create(context="")
    other = AesGcmVault(MasterKey(bytes(32)), random_bytes=os.urandom)
    with pytest.raises(SealBrokenError):
        other.unwrap(wrapped, context="")


def test_a_wrapped_key_names_its_master_key_and_hides_the_data_key() -> None:
    drawn: list[bytes] = []

    def remembered(size: int) -> bytes:
        drawn.append(os.urandom(size))
        return drawn[-1]

    _, wrapped = AesGcmVault(MASTER_KEY, random_bytes=remembered).create(context="")
    assert wrapped[1:9] == MASTER_KEY.key_id
    assert drawn[0] not in wrapped
    assert [len(part) for part in drawn] == [32, 12]


@given(content=st.binary(max_size=60), other=st.binary(max_size=60))
def test_a_keyed_hash_follows_from_content_purpose_and_master_key(content: bytes, other: bytes) -> None:
    hashed = VAULT.keyed_hash(content, purpose="one")
    assert len(hashed) == 32
    assert (VAULT.keyed_hash(other, purpose="one") == hashed) == (other == content)
    assert VAULT.keyed_hash(content, purpose="two") != hashed
    again = AesGcmVault(MASTER_KEY, random_bytes=os.urandom)
    assert again.keyed_hash(content, purpose="one") == hashed
    restarted_with_another_key = AesGcmVault(MasterKey(bytes(32)), random_bytes=os.urandom)
    assert restarted_with_another_key.keyed_hash(content, purpose="one") != hashed


def test_shows_no_key() -> None:
    key: DataKey
    key, _ = VAULT.create(context="")
    for shown in (repr(MASTER_KEY), repr(VAULT), repr(key)):
        assert repr(MASTER_KEY.secret) not in shown
        assert MASTER_KEY.secret.hex() not in shown
        assert "secret" not in shown
