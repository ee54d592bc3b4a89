"""The streamed captures of this process: opened, resumed, and ended with their sessions."""

import asyncio
import hmac
from collections.abc import Iterator
from contextlib import contextmanager

from livegate.liveness.observation import ObserverBusyError
from livegate.sessions.capture import SessionCapture
from livegate.sessions.errors import AttemptConflictError, StreamNotResumableError, VerifyImageRefusedError
from livegate.sessions.finding import Finding
from livegate.sessions.live_finding import LiveExamination, StreamExaminer
from livegate.sessions.ports import Clock, Identifiers, SessionKey
from livegate.sessions.running_capture import Closure, Opening, RunningCapture, Stop, StreamListener
from livegate.sessions.session import Exchange, Refused, Session
from livegate.sessions.states import TIMED_OUT
from livegate.sessions.stream_limits import StreamLimits


class CaptureStreams:
    """The use cases of a device that streams; also a ``SessionCache``, so that an erased session ends its capture."""

    def __init__(
        self,
        keeper: SessionCapture,
        examiner: StreamExaminer,
        clock: Clock,
        identifiers: Identifiers,
        *,
        limits: StreamLimits,
        most: int,
    ) -> None:
        """Run at most ``most`` captures at a time, those counted whose connection was lost."""
        self._keeper = keeper
        self._examiner = examiner
        self._clock = clock
        self._identifiers = identifiers
        self.limits = limits
        self._most = most
        self._opening = 0
        self._captures: dict[str, RunningCapture] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @contextmanager
    def place(self, key: SessionKey) -> Iterator[None]:
        """Hold a place for a capture that is about to be opened. Raises ``ObserverBusyError`` when none is free."""
        if key.session_id in self._captures:
            yield
            return
        if len(self._captures) + self._opening >= self._most:
            raise ObserverBusyError(f"{self._most} captures are being streamed already.")
        self._opening += 1
        try:
            yield
        finally:
            self._opening -= 1

    async def check(self, key: SessionKey, exchange: Exchange) -> Session:
        """Return the session if a capture could be opened or resumed; nothing is changed.

        Raises what ``SessionCapture.check_claim`` raises.
        """
        if key.session_id in self._captures:
            return await self._keeper.called(key, exchange.client_address)
        return await self._keeper.check_claim(key, exchange)

    async def open(
        self, key: SessionKey, exchange: Exchange, *, verify_image: bytes | None, camera_name: str | None
    ) -> RunningCapture | Session:
        """Claim an attempt and run a capture; where the verify image is refused, return the session with that outcome.

        Raises what ``SessionCapture.claim`` raises, ``ObserverBusyError`` and ``ObserverMissingError``.
        """
        if key.session_id in self._captures:
            raise AttemptConflictError("Its capture is running: resume it, or wait until it has ended.")
        claimed = await self._keeper.claim(key, exchange, brings_verify_image=verify_image is not None)
        try:
            examination = await self._examiner.open(claimed, verify_image)
        except VerifyImageRefusedError as error:
            refused = Refused(code=error.client_error, message=error.message)
            return await self._keeper.finish(claimed, Finding(refused, claimed.reference), exchange)
        except BaseException:
            await self._keeper.release(claimed)
            raise
        opening = Opening(claimed, exchange, camera_name, self._identifiers.resume_token())
        return self._run(opening, examination)

    def resume(self, key: SessionKey, token: str) -> RunningCapture:
        """Return the session's capture. Raises ``StreamNotResumableError``."""
        capture = self._captures.get(key.session_id)
        if capture is None or capture.key != key or not hmac.compare_digest(capture.resume_token, token):
            raise StreamNotResumableError(
                "No such capture runs in this process: it has ended, it runs in another one, or the token is another."
            )
        return capture

    def detach(self, capture: RunningCapture, listener: StreamListener) -> None:
        """Let go of a connection that was lost; the capture waits for another one, but not for long."""
        if capture.detach(listener):
            asyncio.get_running_loop().call_later(self.limits.resume_seconds, _give_up, capture, capture.connections)

    def forget(self, session_id: str) -> None:
        """End the capture of an erased session at once."""
        capture = self._captures.get(session_id)
        if capture is not None:
            capture.stop(Stop(None, Closure.SESSION_GONE))

    def forget_all(self) -> None:
        """Let captures go on: they last minutes, and what is found for an erased session is not stored."""

    async def close(self) -> None:
        """Give back the attempts whose captures run, and return when none does."""
        for capture in self._captures.values():
            capture.stop(Stop(None, Closure.STOPPING))
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _run(self, opening: Opening, examination: LiveExamination) -> RunningCapture:
        capture = RunningCapture(opening, examination, self._keeper, self._clock, self.limits)
        self._captures[capture.key.session_id] = capture
        task = asyncio.create_task(self._run_to_its_end(capture))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return capture

    async def _run_to_its_end(self, capture: RunningCapture) -> None:
        now, session = self._clock.now(), capture.session
        timers = [
            (session.token_expires_at, Closure.TOKEN_EXPIRED),
            (session.attempts[-1].deadline, Closure.TIMED_OUT),
        ]
        loop = asyncio.get_running_loop()
        handles = [
            loop.call_later(max((end - now).total_seconds(), 0.0), _time_out, capture, closure)
            for end, closure in timers
        ]
        try:
            await capture.run()
        finally:
            for handle in handles:
                handle.cancel()
            if capture.is_attached:
                self._remove(capture)
            else:
                # Whoever lost the connection just before the end may still ask how it ended.
                loop.call_later(self.limits.resume_seconds, self._remove, capture)

    def _remove(self, capture: RunningCapture) -> None:
        if self._captures.get(capture.key.session_id) is capture:
            del self._captures[capture.key.session_id]


def _give_up(capture: RunningCapture, connections: int) -> None:
    if capture.connections == connections:
        _time_out(capture, Closure.TIMED_OUT)


def _time_out(capture: RunningCapture, closure: Closure) -> None:
    capture.refuse(TIMED_OUT.code, TIMED_OUT.message, closure)
