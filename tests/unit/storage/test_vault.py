import hmac
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.sessions.ports import DataKey, KeyVault, SealBrokenError
from livegate.storage.aes_gcm_key import AesGcmKey
from livegate.storage.key_hierarchy import open_key_hierarchy
from livegate.storage.master_key_sources import MasterKeyFile
from livegate.storage.nonces import Nonces
from tests.support.keys import hashing_vault, opened_keys

# Gone when the interpreter ends.
DIRECTORY = tempfile.TemporaryDirectory(prefix="livegate-vault-")
VAULT: KeyVault = opened_keys(Path(DIRECTORY.name)).vault
END = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)

contexts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def sealed_by_data_key(plaintext: bytes, context: str) -> tuple[bytes, Callable[[bytes, str], object]]:
    key, _ = VAULT.create(context="key", expires_at=END)
    return key.seal(plaintext, context=context), lambda sealed, context: key.open(sealed, context=context)


def wrapped_by_vault(_: bytes, context: str) -> tuple[bytes, Callable[[bytes, str], object]]:
    _key, wrapped = VAULT.create(context=context, expires_at=END)
    return wrapped, lambda sealed, context: VAULT.unwrap(sealed, context=context)


both = pytest.mark.parametrize("seal", [sealed_by_data_key, wrapped_by_vault])
Seal = Callable[[bytes, str], tuple[bytes, Callable[[bytes, str], object]]]


@given(plaintext=st.binary(max_size=2_000), context=contexts)
def test_opens_what_it_sealed_after_unwrapping(plaintext: bytes, context: str) -> None:
    key, wrapped = VAULT.create(context=context, expires_at=END)
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
    key, _ = VAULT.create(context="", expires_at=END)
    with pytest.raises(SealBrokenError):
        key.open(content, context="")
    with pytest.raises(SealBrokenError):
        VAULT.unwrap(content, context="")


def test_the_same_plaintext_never_seals_to_the_same_bytes() -> None:
    key, _ = VAULT.create(context="", expires_at=END)
    assert len({key.seal(b"plaintext", context="") for _ in range(100)}) == 100


def test_sessions_do_not_open_each_others_content() -> None:
    one, _ = VAULT.create(context="", expires_at=END)
    other, _ = VAULT.create(context="", expires_at=END)
    with pytest.raises(SealBrokenError):
        other.open(one.seal(b"plaintext", context=""), context="")


def test_another_installation_unwraps_nothing(tmp_path: Path) -> None:
    _, wrapped = VAULT.create(context="", expires_at=END)
    other = opened_keys(tmp_path).vault
    with pytest.raises(SealBrokenError, match="destroyed"):
        other.unwrap(wrapped, context="")
    other.create(context="", expires_at=END)
    with pytest.raises(SealBrokenError, match="another key"):
        other.unwrap(wrapped, context="")


def test_a_wrapped_key_names_its_epoch_and_hides_the_data_key(tmp_path: Path) -> None:
    drawn: list[bytes] = []

    def remembered(size: int) -> bytes:
        drawn.append(os.urandom(size))
        return drawn[-1]

    source = MasterKeyFile(tmp_path / "master.key", random_bytes=os.urandom)
    vault = open_key_hierarchy(tmp_path, source, random_bytes=remembered).vault
    vault.create(context="", expires_at=END)
    drawn.clear()
    _, wrapped = vault.create(context="", expires_at=END)
    assert wrapped[:5] == b"\x02" + int(END.timestamp() // 3600).to_bytes(4)
    assert drawn[0] not in wrapped
    assert [len(part) for part in drawn] == [32]


def test_a_key_wrapped_by_an_earlier_version_still_opens(tmp_path: Path) -> None:
    source = MasterKeyFile(tmp_path / "master.key", random_bytes=os.urandom)
    vault = open_key_hierarchy(tmp_path, source, random_bytes=os.urandom).vault
    master_key = source.keys().newest
    earlier = AesGcmKey(master_key.secret, header=b"\x01" + master_key.key_id, nonce=Nonces(os.urandom).draw)
    data_key = AesGcmKey(b"d" * 32, header=b"\x01", nonce=Nonces(os.urandom).draw)
    wrapped = earlier.seal(b"d" * 32, context="key/1")
    assert vault.unwrap(wrapped, context="key/1").open(data_key.seal(b"plain", context=""), context="") == b"plain"
    with pytest.raises(SealBrokenError):
        vault.unwrap(wrapped, context="key/2")


def test_nothing_of_an_epoch_opens_once_its_key_is_destroyed(tmp_path: Path) -> None:
    keys = opened_keys(tmp_path)
    wrapped = [
        keys.vault.create(context="", expires_at=END + timedelta(minutes=minutes))[1] for minutes in (-30, 0, 29, 30)
    ]
    keys.epoch_keys.destroy_before(END + timedelta(minutes=30))
    for vault in (keys.vault, opened_keys(tmp_path).vault):
        for dead in wrapped[:3]:
            with pytest.raises(SealBrokenError):
                vault.unwrap(dead, context="")
        vault.unwrap(wrapped[3], context="")


@given(content=st.binary(max_size=60), other=st.binary(max_size=60))
def test_a_keyed_hash_follows_from_content_purpose_and_hash_key(content: bytes, other: bytes) -> None:
    hashed = VAULT.keyed_hash(content, purpose="one")
    assert len(hashed) == 32
    assert (VAULT.keyed_hash(other, purpose="one") == hashed) == (other == content)
    assert VAULT.keyed_hash(content, purpose="two") != hashed
    assert opened_keys(Path(DIRECTORY.name)).vault.keyed_hash(content, purpose="one") == hashed
    assert hashing_vault(bytes(32)).keyed_hash(content, purpose="one") != hashed


@given(beginning=st.binary(max_size=60), rest=st.binary(max_size=60))
def test_a_keyed_hash_after_a_beginning_is_that_of_the_whole(beginning: bytes, rest: bytes) -> None:
    whole = VAULT.keyed_hash(beginning + rest, purpose="one")
    assert VAULT.keyed_hash_after(beginning, purpose="one")(rest) == whole
    assert VAULT.keyed_hash_after(beginning, purpose="two")(rest) != whole


def test_a_keyed_hash_is_the_one_that_earlier_versions_have_kept() -> None:
    purpose_key = hmac.digest(b"k" * 32, b"livegate keyed hash/erased session", "sha256")
    expected = hmac.digest(purpose_key, b"content", "sha256")
    assert hashing_vault(b"k" * 32).keyed_hash(b"content", purpose="erased session") == expected


def test_shows_no_key() -> None:
    hash_key = b"secret" * 5 + b"00"
    key: DataKey
    key, _ = VAULT.create(context="", expires_at=END)
    for shown in (repr(VAULT), repr(hashing_vault(hash_key)), repr(key)):
        assert "secret" not in shown
