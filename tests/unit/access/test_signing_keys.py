import json
from collections.abc import Callable
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, KeyParameters, OctKey

from livegate.access.signing_keys import SigningKeyError, SigningKeys, load_or_create_signing_keys

Load = Callable[[Path, Callable[[], bytes]], bytes]


def test_the_first_start_makes_a_key_that_the_next_one_finds(tmp_path: Path, load: Load) -> None:
    path = tmp_path / "signing-keys.json"
    made = load_or_create_signing_keys(path, load)
    assert load_or_create_signing_keys(path, load).newest_id == made.newest_id
    assert load_or_create_signing_keys(tmp_path / "other.json", load).newest_id != made.newest_id


def test_a_key_is_known_by_its_thumbprint_whatever_the_file_calls_it() -> None:
    parameters: KeyParameters = {"kid": "chosen"}
    key = ECKey.generate_key("P-256", parameters)
    keys = SigningKeys([key])
    assert keys.newest_id == key.thumbprint()
    assert keys.find(key.thumbprint()) is key
    assert keys.find("chosen") is None


def test_the_first_key_signs_and_all_are_found() -> None:
    newest, older = ECKey.generate_key("P-256"), ECKey.generate_key("P-256")
    keys = SigningKeys([newest, older])
    assert keys.newest is newest
    assert keys.find(older.thumbprint()) is older


def test_a_set_without_keys_is_refused() -> None:
    with pytest.raises(SigningKeyError, match="at least one"):
        SigningKeys([])


@pytest.mark.parametrize(
    "key",
    [
        ECKey.generate_key("P-384").as_dict(private=True),
        ECKey.generate_key("P-256").as_dict(private=False),
        OctKey.generate_key(256).as_dict(private=True),
        {"kty": "EC"},
        {"kty": "EC", "crv": "P-256", "x": "secret", "y": "secret", "d": "secret"},
        "text",
    ],
    ids=["another curve", "public", "symmetric", "empty", "damaged", "text"],
)
def test_other_keys_are_refused_without_being_quoted(tmp_path: Path, load: Load, key: object) -> None:
    path = tmp_path / "signing-keys.json"
    path.write_text(json.dumps({"keys": [key]}))
    with pytest.raises(SigningKeyError) as raised:
        load_or_create_signing_keys(path, load)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"keys": 1}', b'{"keys": []}', b"\xff", b"[" * 9999])
def test_a_file_that_is_no_key_set_is_refused(tmp_path: Path, load: Load, content: bytes) -> None:
    path = tmp_path / "signing-keys.json"
    path.write_bytes(content)
    with pytest.raises(SigningKeyError):
        load_or_create_signing_keys(path, load)
