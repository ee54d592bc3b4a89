import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey

from livegate.access.signing_key_file import SigningKeyFile
from livegate.access.signing_keys import SigningKeyError
from livegate.storage.file_identities import FileIdentities

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(hours=24)
Load = Callable[[Path, Callable[[], bytes]], bytes]
Open = Callable[[], SigningKeyFile]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "signing-keys.json"


@pytest.fixture
def open_file(path: Path, load: Load, replace: Callable[[Path, bytes], None]) -> Open:
    """Opens the same file as another process does."""

    def change(path: Path, change: Callable[[bytes], bytes]) -> None:
        replace(path, change(path.read_bytes()))

    return lambda: SigningKeyFile(path, load=load, change=change, identities=FileIdentities())


def private_parts(path: Path) -> list[bool]:
    return ["d" in key for key in json.loads(path.read_bytes())["keys"]]


def test_the_first_start_makes_a_key_that_the_next_one_finds(open_file: Open, tmp_path: Path, load: Load) -> None:
    made = open_file().keys()
    assert open_file().keys().newest_id == made.newest_id
    other = SigningKeyFile(
        tmp_path / "other.json", load=load, change=lambda _path, _change: None, identities=FileIdentities()
    )
    assert other.keys().newest_id != made.newest_id


def test_a_rotated_key_signs_everywhere_at_once_and_the_old_one_still_verifies(open_file: Open) -> None:
    command, server = open_file(), open_file()
    old = server.keys().newest_id
    new = command.rotate(NOON)
    assert jws.extract_compact(server.sign({}).encode()).headers()["kid"] == new != old
    assert server.find(old) is not None
    assert server.find(new) is not None


def test_a_replaced_key_loses_its_private_part_once_its_longest_token_is_over(open_file: Open, path: Path) -> None:
    server = open_file()
    old = server.keys().newest_id
    new = open_file().rotate(NOON)
    server.retire(NOON + DAY)
    assert private_parts(path) == [True, True]
    assert server.find(old) is not None
    open_file().retire(NOON + DAY + timedelta(minutes=5))
    assert private_parts(path) == [True, False]
    assert server.find(old) is None
    published = server.find_published(old)
    assert published is not None
    assert not published.is_private
    assert server.keys().newest_id == new


def test_the_first_of_two_rotations_counts_for_a_key(open_file: Open, path: Path) -> None:
    file = open_file()
    file.rotate(NOON)
    file.rotate(NOON + DAY)
    file.retire(NOON + DAY + timedelta(hours=1))
    assert private_parts(path) == [True, True, False]


def test_keys_that_leaked_verify_no_token_from_the_rotation_on(open_file: Open, path: Path) -> None:
    server = open_file()
    old = server.keys().newest_id
    open_file().rotate(NOON, distrust=True)
    assert server.find(old) is None
    assert server.find_published(old) is not None
    assert private_parts(path) == [True, False]


def test_a_file_that_nothing_is_due_in_is_not_written(open_file: Open, path: Path) -> None:
    file = open_file()
    file.rotate(NOON)
    before = path.stat()
    file.retire(NOON)
    assert path.stat().st_ino == before.st_ino


def test_a_file_that_vanished_locks_nobody_out(open_file: Open, path: Path) -> None:
    file = open_file()
    key_id = file.keys().newest_id
    path.unlink()
    assert file.keys().newest_id == key_id


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
def test_other_keys_are_refused_without_being_quoted(open_file: Open, path: Path, key: object) -> None:
    path.write_text(json.dumps({"keys": [key]}))
    with pytest.raises(SigningKeyError) as raised:
        open_file().keys()
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"keys": 1}', b'{"keys": []}', b"\xff", b"[" * 9999])
def test_a_file_that_is_no_key_set_is_refused(open_file: Open, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(SigningKeyError):
        open_file().keys()
