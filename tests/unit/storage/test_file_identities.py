import asyncio
import os
from pathlib import Path
from unittest.mock import Mock

import pytest

from livegate.storage.file_identities import FileIdentities


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_bytes(b"1")
    return file


def test_without_an_event_loop_every_change_is_seen_at_once(file: Path) -> None:
    identities = FileIdentities()
    first = identities.of(file)
    file.write_bytes(b"22")
    assert first is not None
    assert identities.of(file) not in {first, None}
    file.unlink()
    assert identities.of(file) is None


async def test_a_change_is_seen_in_the_next_turn_of_the_event_loop(file: Path) -> None:
    identities = FileIdentities()
    first = identities.of(file)
    file.write_bytes(b"22")
    assert identities.of(file) == first
    await asyncio.sleep(0)
    second = identities.of(file)
    assert second not in {first, None}
    file.unlink()
    await asyncio.sleep(0)
    assert identities.of(file) is None


async def test_who_changes_a_file_sees_that_at_once(file: Path) -> None:
    identities = FileIdentities()
    first = identities.of(file)
    file.write_bytes(b"22")
    identities.forget(file)
    assert identities.of(file) not in {first, None}


async def test_a_file_is_looked_at_once_in_a_turn(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Mock(wraps=os.stat)
    monkeypatch.setattr(os, "stat", look)
    identities = FileIdentities()
    for _ in range(3):
        identities.of(file)
    assert look.call_count == 1


async def test_a_file_that_another_process_makes_is_seen_in_the_same_turn(file: Path) -> None:
    identities, other = FileIdentities(), file.with_name("other")
    assert identities.of(other) is None
    other.write_bytes(b"1")
    assert identities.of(other) is not None
