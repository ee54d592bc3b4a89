import os
import shutil
from collections import namedtuple

import pytest

from livegate.doctor import data_directory
from livegate.doctor.data_directory import check_data_directory
from livegate.doctor.findings import Status
from livegate.settings import Settings
from tests.unit.doctor.conftest import Look

Usage = namedtuple("Usage", ["total", "used", "free"])  # noqa: PYI024  # as shutil has it


def statuses(look: Look) -> dict[str, Status]:
    return {part: status for part, status, _ in look(check_data_directory)}


async def test_a_directory_as_it_should_be_is_fine_and_stays_as_it_is(filled: Settings, look: Look) -> None:
    before = sorted(filled.data_dir.rglob("*"))
    assert statuses(look) == {"data directory": Status.OK, "free space": Status.OK, "disk": Status.OK}
    assert sorted(filled.data_dir.rglob("*")) == before


def test_where_there_is_none_yet_nothing_is_wrong_and_nothing_is_made(settings: Settings, look: Look) -> None:
    assert statuses(look) == {"data directory": Status.OK}
    assert not settings.data_dir.exists()


@pytest.mark.parametrize("name", ["", "master.key", "objects", "livegate.db"])
async def test_what_others_may_read_fails(filled: Settings, look: Look, name: str) -> None:
    path = filled.data_dir / name
    path.chmod(path.stat().st_mode | 0o040)
    assert statuses(look)["data directory"] is Status.FAIL
    assert str(path) in look(check_data_directory)[0][2]


@pytest.mark.parametrize(("free", "status"), [(5e7, Status.FAIL), (5e8, Status.WARN), (5e9, Status.OK)])
async def test_too_little_room_is_told(
    filled: Settings, look: Look, monkeypatch: pytest.MonkeyPatch, free: float, status: Status
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, int(free)))
    assert statuses(look)["free space"] is status


async def test_a_slow_disk_is_told(filled: Settings, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_directory, "_SLOW_SYNC", 0)
    assert statuses(look)["disk"] is Status.WARN


async def test_files_of_another_user_are_told(filled: Settings, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = filled.data_dir.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert statuses(look)["data directory"] is Status.WARN
