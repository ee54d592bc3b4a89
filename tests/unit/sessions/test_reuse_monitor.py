from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest

from livegate.liveness.observation import CaptureObservation, PerceptualHash
from livegate.sessions.archive import SessionArchive
from livegate.sessions.ports import KeyVault, key_of
from livegate.sessions.reuse_monitor import ReuseMonitor
from livegate.sessions.session import Session
from livegate.storage.object_folder import FolderObjectStore
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore
from livegate.storage.sqlite.trace_store import SqliteTraceStore
from tests.support.erasures import note_on
from tests.support.keys import opened_keys
from tests.support.observations import capture_of, good_frame
from tests.support.sessions import ManualClock, ids, new_session

DAY = timedelta(hours=24)


class Memory:
    """A monitor over real storage, and sessions that keep what it says of their captures."""

    def __init__(self, database: SqliteDatabase, vault: KeyVault, objects: FolderObjectStore) -> None:
        self.clock = ManualClock()
        self.store = SqliteSessionStore(database)
        self.archive = SessionArchive(self.store, objects, vault)
        self.traces = SqliteTraceStore(database)
        self.vault = vault
        self.monitor = self.lasting(DAY)

    def lasting(self, lifetime: timedelta) -> ReuseMonitor:
        return ReuseMonitor(traces=self.traces, vault=self.vault, clock=self.clock, lifetime=lifetime)

    async def judge(self, session: Session, capture: CaptureObservation) -> float:
        """Return the share of a capture that was seen before, and keep its trace with its session."""
        recollection = await self.monitor.recall(session, capture)
        living = await self.archive.read(key_of(session)) or await self.archive.insert(session)
        await self.archive.replace(living, trace=recollection.trace)
        return recollection.seen_before


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncIterator[Memory]:
    database = SqliteDatabase.open(tmp_path / "livegate.db")
    yield Memory(database, opened_keys(tmp_path).vault, FolderObjectStore(tmp_path / "objects"))
    await database.close()


FIRST, SECOND, THIRD = (new_session(session_id) for session_id in ids(3))


def moving(seed: int) -> CaptureObservation:
    """Somebody who moves: ten frames that all look different."""
    generator = np.random.default_rng(seed)
    return capture_of(
        *(
            replace(
                good_frame(index),
                fingerprint=generator.bytes(16),
                perceptual_hash=PerceptualHash(int.from_bytes(generator.bytes(8)), tuple(range(10))),
            )
            for index in range(10)
        )
    )


def copied(capture: CaptureObservation, *, frames: int = 10) -> CaptureObservation:
    """The capture encoded anew: no pixel is the same, and two doubtful bits of each hash have turned over."""
    return capture_of(
        *(
            replace(
                frame,
                fingerprint=frame.fingerprint[::-1],
                perceptual_hash=PerceptualHash(frame.perceptual_hash.bits ^ 0b101, frame.perceptual_hash.doubtful),
            )
            for frame in capture.frames[:frames]
            if frame.perceptual_hash is not None
        )
    )


async def test_the_same_capture_in_another_session_was_seen_before(memory: Memory) -> None:
    assert await memory.judge(FIRST, moving(1)) == 0
    assert await memory.judge(SECOND, moving(1)) == 1
    assert await memory.judge(THIRD, moving(2)) == 0


async def test_copies_are_known_and_a_part_of_one_too(memory: Memory) -> None:
    await memory.judge(FIRST, moving(1))
    assert await memory.judge(SECOND, copied(moving(1))) == 1
    spliced = capture_of(*copied(moving(1), frames=5).frames, *moving(2).frames[:5])
    assert await memory.judge(THIRD, spliced) == 0.5


async def test_who_sits_still_is_known_by_the_very_same_pixels_alone(memory: Memory) -> None:
    still = capture_of(*(replace(frame, perceptual_hash=PerceptualHash(7, ())) for frame in moving(1).frames))
    await memory.judge(FIRST, still)
    assert await memory.judge(SECOND, copied(still)) == 0
    assert await memory.judge(THIRD, still) == 1


async def test_a_session_may_show_its_own_capture_again(memory: Memory) -> None:
    await memory.judge(FIRST, moving(1))
    assert await memory.judge(FIRST, moving(1)) == 0


async def test_another_resource_sees_nothing(memory: Memory) -> None:
    await memory.judge(FIRST, moving(1))
    assert await memory.judge(msgspec.structs.replace(SECOND, resource="payments"), moving(1)) == 0


async def test_nothing_is_remembered_beyond_the_lifetime_or_the_session(memory: Memory) -> None:
    await memory.judge(FIRST, moving(1))
    memory.clock.advance(hours=24)
    assert await memory.judge(SECOND, moving(1)) == 0
    await memory.store.erase(key_of(SECOND), note_on(key_of(SECOND)))
    assert await memory.judge(THIRD, moving(1)) == 0


async def test_with_no_lifetime_nothing_is_kept(memory: Memory) -> None:
    assert (await memory.lasting(timedelta()).recall(FIRST, moving(1))).trace is None


async def test_what_is_kept_tells_nothing_without_the_vault(memory: Memory) -> None:
    capture = moving(1)
    trace = (await memory.monitor.recall(FIRST, capture)).trace
    assert trace is not None
    assert len(trace.marks) == 20
    assert {frame.fingerprint for frame in capture.frames}.isdisjoint(trace.marks)
    still = capture_of(*(replace(frame, perceptual_hash=PerceptualHash(7, ())) for frame in capture.frames))
    unmoved = (await memory.monitor.recall(FIRST, still)).trace
    assert unmoved is not None
    assert len(unmoved.marks) == 10
