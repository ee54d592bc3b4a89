import stat
from pathlib import Path

import pytest

from livegate.storage.object_folder import FolderObjectStore


def names_in(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


async def test_files_are_the_owners_alone(tmp_path: Path) -> None:
    await FolderObjectStore(tmp_path / "objects").write("images/a", b"sealed")
    (file,) = (tmp_path / "objects").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


async def test_nothing_is_left_of_a_removed_object(tmp_path: Path) -> None:
    objects = FolderObjectStore(tmp_path)
    await objects.write("session/images/a", b"sealed")
    await objects.remove("session/images/a")
    assert names_in(tmp_path) == []


async def test_keeps_objects_over_a_restart(tmp_path: Path) -> None:
    await FolderObjectStore(tmp_path).write("a/b", b"sealed")
    assert await FolderObjectStore(tmp_path).read("a/b") == b"sealed"


@pytest.mark.parametrize("name", ["", "/", "/a", "a/", "a//b", "..", "../a", "a.b", "a b", "a\\b", "a\0b", "ä", "a\n"])
async def test_refuses_other_names(tmp_path: Path, name: str) -> None:
    objects = FolderObjectStore(tmp_path)
    for call in (objects.write(name, b""), objects.read(name), objects.remove(name)):
        with pytest.raises(ValueError, match="letters, digits"):
            await call
