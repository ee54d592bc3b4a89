import os

import pytest

from livegate.doctor.findings import Status
from livegate.doctor.images import check_images
from livegate.settings import Settings
from livegate.storage.object_folder import FolderObjectStore
from tests.unit.doctor.conftest import Look


def test_where_there_are_none_yet_nothing_is_wrong_and_nothing_is_made(settings: Settings, look: Look) -> None:
    assert look(check_images) == [("images", Status.OK, "their folder will be made at the first start")]
    assert not settings.data_dir.exists()


def age(settings: Settings) -> None:
    for path in (settings.data_dir / "objects").iterdir():
        os.utime(path, (0, 0))


class TestImages:
    def test_that_belong_to_sessions_are_fine_and_nothing_is_left_behind(self, filled: Settings, look: Look) -> None:
        age(filled)
        before = sorted((filled.data_dir / "objects").iterdir())
        assert [(part, status) for part, status, _ in look(check_images)] == [
            ("images", Status.OK),
            ("orphans", Status.OK),
        ]
        assert sorted((filled.data_dir / "objects").iterdir()) == before

    def test_without_a_session_are_told_once_no_call_can_be_about_to_make_it(
        self, filled: Settings, look: Look
    ) -> None:
        (image,) = (filled.data_dir / "objects").iterdir()
        image.with_name(f"{image.name}0").write_bytes(b"sealed")
        image.with_name("images.another.0").write_bytes(b"of another server")
        assert look(check_images)[1][:2] == ("orphans", Status.OK)
        age(filled)
        assert look(check_images)[1] == ("orphans", Status.WARN, "1 images belong to no session")

    def test_that_do_not_come_back_as_they_were_fail(
        self, filled: Settings, look: Look, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def nothing(_: FolderObjectStore, __: str) -> None:
            return None

        monkeypatch.setattr(FolderObjectStore, "read", nothing)
        assert look(check_images)[0][:2] == ("images", Status.FAIL)
