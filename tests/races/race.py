"""One race for one session: operations at two processes, what they were told, and what must hold at the end."""

import sqlite3
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from livegate.sessions.errors import (
    AttemptConflictError,
    AttemptsExhaustedError,
    ImageNotFoundError,
    SessionNotFoundError,
)
from livegate.sessions.live_finding import Look
from livegate.sessions.ports import key_of
from livegate.sessions.received_frames import StreamedFrame
from livegate.sessions.running_capture import Closure, RunningCapture
from livegate.sessions.session import Judged, Session, SessionKind
from livegate.sessions.upload import Upload
from tests.races.racing_process import RacingProcess
from tests.races.scheduler import Scheduler
from tests.support.sessions import ManualClock, exchange, session_request

ISSUER = "http://gate.example"
TABLES = ("sessions", "session_images", "create_calls", "capture_traces", "abuse_sightings")
OPERATIONS = ("delete", "start", "upload", "stream", "image", "get", "list", "watch", "create", "sweep", "expire")
WEIGHTS = (6, 2, 4, 3, 2, 2, 2, 2, 2, 1, 1)
MOST_OPERATIONS = 6


class Device:
    """Hears how a streamed capture has ended; implements ``StreamListener``."""

    def __init__(self) -> None:
        self.session: Session | None = None

    def looked(self, look: Look) -> None:
        pass

    def dropped(self, total: int) -> None:
        pass

    def ended(self, session: Session, last_sequence: int | None) -> None:
        self.session = session

    def closed(self, closure: Closure) -> None:
        pass


class Race:
    """Keeps count of what was acknowledged, and of what was given out after the session's end was."""

    def __init__(self, processes: tuple[RacingProcess, ...], clock: ManualClock, scheduler: Scheduler) -> None:
        self._processes = processes
        self._clock = clock
        self._scheduler = scheduler
        self._image_id: str | None = None
        self._created: list[Session] = []
        self._deletes_tried = 0
        self._deletes_done = 0
        self._is_expired = False
        self._judged = 0
        self._is_remembered = False
        self.given_after_the_end: list[str] = []

    async def run(self, random: Random, number: int) -> None:
        """Create a session with one judged attempt, race for it, and finish what is left to the sweeps."""
        self._call_id = f"call-{number}"
        first = random.choice(self._processes)
        await self._scheduler.run([self._create(first)])
        (self._session,) = self._created
        await self._scheduler.run([self._upload(first)])
        chosen = random.choices(OPERATIONS, WEIGHTS, k=random.randint(2, MOST_OPERATIONS))
        await self._scheduler.run(
            self._operation(f"_{operation}", random.choice(self._processes)) for operation in chosen
        )
        await self._scheduler.finish()
        await self._scheduler.run(map(self._watch, self._processes))
        caches = [cache for process in self._processes for cache in process.caches]
        self._is_remembered = any(self._session.session_id in cache.kept() for cache in caches)
        await self._scheduler.run(map(self._sweep, self._processes))

    async def check(self, database: sqlite3.Connection, objects: Path) -> None:
        """Assert what must hold whatever the order was."""
        assert self.given_after_the_end == []
        assert self._deletes_done <= 1
        if not self._is_expired:
            assert self._deletes_done == min(self._deletes_tried, 1)
        tombstones = "SELECT count(*) FROM tombstones WHERE session_hash = ?"
        notes = self._processes[0].notes
        assert database.execute(tombstones, (notes.session_hash(key_of(self._session)),)).fetchone() == (self._is_gone,)
        rows = {table: self._rows(database, table) for table in TABLES}
        if self._is_gone:
            assert not any(rows.values())
            assert self._deletes_done == 0 or not self._is_remembered
        else:
            assert rows["sessions"] == 1
            for process in self._processes:
                await self._check_kept(process)
        kept = {name.replace("/", ".") for (name,) in database.execute("SELECT object_name FROM session_images")}
        assert {path.name for path in objects.iterdir()} == kept
        for session in self._created:
            if session.session_id != self._session.session_id and session.expires_at > self._clock.now():
                assert await self._processes[0].sessions.read(key_of(session)) == session

    async def clear(self) -> None:
        """Erase what is left, so that the next race finds nothing."""
        await self._scheduler.run([self._clear()])

    async def _clear(self) -> None:
        for session in self._created:
            await self._processes[0].erasure.erase(key_of(session))

    @property
    def _is_gone(self) -> bool:
        return self._is_expired or bool(self._deletes_done)

    def _rows(self, database: sqlite3.Connection, table: str) -> int:
        statement = f"SELECT count(*) FROM {table} WHERE session_id = ?"  # noqa: S608  # names of this module
        (count,) = database.execute(statement, (self._session.session_id,)).fetchone()
        return int(count)

    async def _check_kept(self, process: RacingProcess) -> None:
        session = await process.sessions.read(key_of(self._session))
        outcomes = [attempt.outcome for attempt in session.attempts]
        judged = [outcome for outcome in outcomes if isinstance(outcome, Judged)]
        assert len(judged) == self._judged
        assert len(outcomes) <= session.request.attempts_allowed
        assert all(attempt.claimed_by is None for attempt in session.attempts)

    def _given(self, what: str) -> None:
        if self._is_gone:
            self.given_after_the_end.append(what)

    async def _operation(self, name: str, process: RacingProcess) -> None:
        async with self._scheduler.step():
            operation: Coroutine[Any, Any, None] = getattr(self, name)(process)
        with suppress(SessionNotFoundError, ImageNotFoundError, AttemptConflictError, AttemptsExhaustedError):
            await operation

    async def _create(self, process: RacingProcess) -> None:
        session = await process.sessions.create(
            "default", session_request(), issuer=ISSUER, client_request_id=self._call_id
        )
        # Whether the first call still counts is settled by the time at which the second one came.
        if self._deletes_done and session.session_id == self._session.session_id:
            self._given("create")
        self._created.append(session)

    async def _delete(self, process: RacingProcess) -> None:
        self._deletes_tried += 1
        await process.sessions.delete(key_of(self._session))
        self._deletes_done += 1

    async def _start(self, process: RacingProcess) -> None:
        await process.capture.start(key_of(self._session))
        self._given("start")

    async def _upload(self, process: RacingProcess) -> None:
        session = await process.capture.judge(key_of(self._session), Upload([b"clip"]), exchange(self._clock.now()))
        self._ended(session, "upload")

    async def _stream(self, process: RacingProcess) -> None:
        key = key_of(self._session)
        capture = await process.streams.open(key, exchange(self._clock.now()), verify_image=None, camera_name=None)
        assert isinstance(capture, RunningCapture)
        device = Device()
        capture.attach(device)
        capture.take(StreamedFrame(0, 0, b"frame"))
        capture.finish()
        await capture.wait_until_over()
        if device.session is not None:
            self._ended(device.session, "stream")

    def _ended(self, session: Session, what: str) -> None:
        self._given(what)
        self._judged += 1
        outcome = session.attempts[-1].outcome
        assert isinstance(outcome, Judged)
        self._image_id = outcome.session_image_id

    async def _image(self, process: RacingProcess) -> None:
        assert await process.sessions.read_image("default", self._image_id or "") == b"pixels"
        self._given("image")

    async def _get(self, process: RacingProcess) -> None:
        await process.sessions.read(key_of(self._session))
        self._given("get")

    async def _list(self, process: RacingProcess) -> None:
        if self._session.session_id in await process.listing.page("default", SessionKind.LIVENESS, after="", limit=10):
            self._given("list")

    async def _watch(self, process: RacingProcess) -> None:
        await process.watch.look()

    async def _sweep(self, process: RacingProcess) -> None:
        await process.erasure.sweep()

    async def _expire(self, process: RacingProcess) -> None:
        self._is_expired = True
        self._clock.advance(hours=48)
