import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from livegate.storage.durable_file import create_file, replace_file

both = pytest.mark.parametrize("make", [create_file, replace_file])
Make = Callable[[Path, bytes], None]


@both
def test_makes_a_file_for_the_owner_alone(tmp_path: Path, make: Make) -> None:
    make(tmp_path / "file", b"content")
    assert (tmp_path / "file").read_bytes() == b"content"
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


def test_creating_leaves_an_existing_file_as_it_is(tmp_path: Path) -> None:
    create_file(tmp_path / "file", b"first")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "file", b"second")
    assert (tmp_path / "file").read_bytes() == b"first"
    assert len(list(tmp_path.iterdir())) == 1


def test_replacing_changes_the_content(tmp_path: Path) -> None:
    replace_file(tmp_path / "file", b"first")
    replace_file(tmp_path / "file", b"second")
    assert (tmp_path / "file").read_bytes() == b"second"
    assert len(list(tmp_path.iterdir())) == 1


@both
def test_leaves_nothing_behind_when_it_fails(tmp_path: Path, make: Make) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        make(tmp_path / "taken", b"content")
    assert list(tmp_path.iterdir()) == [tmp_path / "taken"]
