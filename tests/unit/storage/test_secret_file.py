import os
import stat
import threading
from pathlib import Path

import pytest

from livegate.storage.secret_file import (
    SecretFileError,
    change_secret,
    destroy_secret,
    load_or_create_secret,
    read_secret,
    replace_secret,
)


def never() -> bytes:
    raise AssertionError("The secret exists already.")


def test_makes_the_file_and_its_folder_for_the_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret"
    assert load_or_create_secret(path, lambda: b"first") == b"first"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_keeps_the_secret_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    load_or_create_secret(path, lambda: b"first")
    assert load_or_create_secret(path, never) == b"first"


def test_all_who_start_at_once_get_the_same_secret(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    count = 8
    # Each has found no file before any has made one.
    all_found_none = threading.Barrier(count)
    secrets: list[bytes] = []

    def start(number: int) -> None:
        def create() -> bytes:
            all_found_none.wait(timeout=30)
            return b"secret %d" % number

        secrets.append(load_or_create_secret(path, create))

    threads = [threading.Thread(target=start, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert secrets == [path.read_bytes()] * count
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o644, 0o777])
def test_refuses_a_file_that_others_may_open(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "secret"
    load_or_create_secret(path, lambda: b"hidden")
    path.chmod(mode)
    with pytest.raises(SecretFileError, match=rf"mode {mode:04o}.*chmod") as refusal:
        load_or_create_secret(path, never)
    assert "hidden" not in str(refusal.value)


@pytest.mark.parametrize("size", [0, 65_537])
def test_refuses_an_empty_and_an_endless_file(tmp_path: Path, size: int) -> None:
    path = tmp_path / "secret"
    path.touch(mode=0o600)
    path.write_bytes(bytes(size))
    with pytest.raises(SecretFileError, match="must hold 1 to 65536 bytes"):
        load_or_create_secret(path, never)


def test_refuses_a_pipe_and_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "folder").mkdir(mode=0o700)
    for name in ("pipe", "folder"):
        with pytest.raises(SecretFileError):
            load_or_create_secret(tmp_path / name, never)


def test_follows_the_links_that_container_platforms_mount_secrets_with(tmp_path: Path) -> None:
    load_or_create_secret(tmp_path / "mounted", lambda: b"secret")
    (tmp_path / "link").symlink_to("mounted")
    assert load_or_create_secret(tmp_path / "link", never) == b"secret"


def test_says_why_the_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SecretFileError, match="Not a directory"):
        load_or_create_secret(tmp_path / "file" / "secret", lambda: b"secret")


@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
def test_refuses_a_file_in_a_folder_that_others_may_write_to(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "keys"
    load_or_create_secret(folder / "secret", lambda: b"hidden")
    folder.chmod(mode)
    with pytest.raises(SecretFileError, match=rf"folder .*\(mode {mode:04o}\): chmod it to 0700"):
        read_secret(folder / "secret")
    folder.chmod(mode | stat.S_ISVTX)
    assert read_secret(folder / "secret") == b"hidden"


def test_a_replaced_secret_is_overwritten_where_it_lay(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    replace_secret(path, b"first")
    (tmp_path / "same blocks").hardlink_to(path)
    replace_secret(path, b"second")
    assert (path.read_bytes(), (tmp_path / "same blocks").read_bytes()) == (b"second", bytes(5))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {file.name for file in tmp_path.iterdir()} == {"secret", "same blocks"}


def test_what_an_interrupted_replacement_left_is_overwritten_by_the_next(tmp_path: Path) -> None:
    path, left = tmp_path / "secret", tmp_path / ".secret.new"
    left.write_bytes(b"half a sec")
    (tmp_path / "same blocks").hardlink_to(left)
    replace_secret(path, b"whole")
    assert (path.read_bytes(), (tmp_path / "same blocks").read_bytes()) == (b"whole", bytes(10))
    assert not left.exists()


def test_a_destroyed_secret_is_overwritten_and_gone(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    replace_secret(path, b"hidden")
    (tmp_path / "same blocks").hardlink_to(path)
    destroy_secret(path)
    assert (read_secret(path), (tmp_path / "same blocks").read_bytes()) == (None, bytes(6))
    destroy_secret(path)


def test_of_changes_at_the_same_time_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    replace_secret(path, b"0")

    def count() -> None:
        for _ in range(10):
            change_secret(path, lambda content: b"%d" % (int(content) + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() == b"40"


def test_a_change_that_fails_leaves_the_secret(tmp_path: Path) -> None:
    with pytest.raises(SecretFileError, match="No such file"):
        change_secret(tmp_path / "secret", lambda content: content)
    replace_secret(tmp_path / "secret", b"kept")
    with pytest.raises(ZeroDivisionError):
        change_secret(tmp_path / "secret", lambda content: content[: 1 // 0])
    assert read_secret(tmp_path / "secret") == b"kept"
