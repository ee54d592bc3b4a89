from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from livegate.sessions.ports import key_of
from livegate.sessions.scripted.archive import ScriptedArchive
from livegate.sessions.scripted.scenarios import Scenarios, scenario_forms
from livegate.storage.object_folder import FolderObjectStore
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore
from tests.support.keys import opened_keys
from tests.support.sessions import new_session

SLOW = "livegate-test-slow-1500"


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
async def archive(tmp_path: Path, slept: list[float]) -> AsyncIterator[ScriptedArchive]:
    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    database = SqliteDatabase.open(tmp_path / "livegate.db")
    yield ScriptedArchive(
        SqliteSessionStore(database),
        FolderObjectStore(tmp_path / "objects"),
        opened_keys(tmp_path).vault,
        scenarios=Scenarios(scenario_forms((), ())),
        sleep=sleep,
    )
    await database.close()


async def test_every_answer_about_a_slow_session_waits(archive: ScriptedArchive, slept: list[float]) -> None:
    session = new_session(device_correlation_id=SLOW)
    await archive.insert(session)
    assert slept == [1.5]
    await archive.read(key_of(session))
    assert slept == [1.5] * 2
    image = await archive.write_image(session, "image-1", b"pixels")
    await archive.replace(session, image=image)
    await archive.read_image("default", "image-1")
    assert slept == [1.5] * 3


async def test_a_session_that_a_device_has_named_is_slow_from_then_on(
    archive: ScriptedArchive, slept: list[float]
) -> None:
    session = new_session(device_correlation_id=None)
    await archive.insert(session)
    await archive.replace(msgspec.structs.replace(session, device_correlation_id=SLOW))
    assert slept == []
    await archive.read(key_of(session))
    assert slept == [1.5]


async def test_nothing_else_waits(archive: ScriptedArchive, slept: list[float]) -> None:
    for session_id, device in (("1", "device-1"), ("2", "livegate-test-realface")):
        session = new_session(session_id, device_correlation_id=device)
        await archive.insert(session)
        await archive.read(key_of(session))
    assert slept == []
