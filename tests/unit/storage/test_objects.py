from pathlib import Path

import pytest

from livegate.sessions.ports import StoreUnavailableError
from livegate.storage.object_folder import FolderObjectStore
from livegate.storage.objects import RemoteObjectStore, open_object_store


def names_in(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


@pytest.mark.parametrize("scheme", ["", "file://"])
async def test_opens_a_local_folder(tmp_path: Path, scheme: str) -> None:
    objects = open_object_store(f"{scheme}{tmp_path}/with%20space")
    assert isinstance(objects, FolderObjectStore)
    await objects.write("a", b"sealed")
    assert names_in(tmp_path) == ["with space" if scheme else "with%20space"]


@pytest.mark.parametrize("location", ["s3://bucket/prefix", "gs://bucket/prefix", "az://container/prefix"])
def test_opens_what_obstore_knows_without_contacting_it(monkeypatch: pytest.MonkeyPatch, location: str) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "account")
    assert isinstance(open_object_store(location), RemoteObjectStore)


@pytest.mark.parametrize("location", ["carrier-pigeon://coop", "s3://", "file://host/folder", "file:"])
def test_refuses_another_location_in_one_line(location: str) -> None:
    with pytest.raises(ValueError, match="does not name") as refusal:
        open_object_store(location)
    assert "\n" not in str(refusal.value)


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailableError):
        open_object_store(str(tmp_path / "file" / "objects"))
