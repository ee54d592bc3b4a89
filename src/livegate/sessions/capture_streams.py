"""What a device does that streams its capture: open, resume, let go."""

import asyncio
import hmac
from contextlib import AbstractContextManager
from datetime import datetime

from livegate.sessions.capture import SessionCapture
from livegate.sessions.errors import AttemptConflictError, StreamNotResumableError, VerifyImageRefusedError
from livegate.sessions.finding import Finding
from livegate.sessions.live_finding import LiveExamination, StreamExaminer
from livegate.sessions.ports import Clock, Identifiers, SessionKey
from livegate.sessions.running_capture import Closure, Opening, RunningCapture, StreamListener
from livegate.sessions.running_captures import RunningCaptures
from livegate.sessions.session import Exchange, Refused, Session
from livegate.sessions.states import TIMED_OUT
from livegate.sessions.stream_limits import StreamLimits


class CaptureStreams:
    """The use cases of a device that streams. Each capture runs in a task of its own, whoever is connected to it."""

    def __init__(
        self,
        keeper: SessionCapture,
        examiner: StreamExaminer,
        captures: RunningCaptures,
        clock: Clock,
        identifiers: Identifiers,
        limits: StreamLimits,
    ) -> None:
        self._keeper = keeper
        self._examiner = examiner
        self._captures = captures
        self._clock = clock
        self._identifiers = identifiers
        self._tasks: set[asyncio.Task[None]] = set()
        self.limits = limits

    async def check(self, key: SessionKey, exchange: Exchange) -> None:
        """Check that a capture could be opened or resumed; nothing is changed.

        Raises what ``SessionCapture.check_claim`` raises.
        """
        running = self._captures.find(key)
        if running is None or running.is_over:
            await self._keeper.check_claim(key, exchange)
        else:
            await self._keeper.called(key, exchange.client_address)

    def place(self, key: SessionKey) -> AbstractContextManager[None]:
        """Hold a place as ``RunningCaptures.place`` does."""
        return self._captures.place(key)

    async def open(
        self, key: SessionKey, exchange: Exchange, *, verify_image: bytes | None, camera_name: str | None
    ) -> RunningCapture | Session:
        """Claim an attempt and run a capture; where the verify image is refused, return the session with that outcome.

        Raises what ``SessionCapture.claim`` raises, ``ObserverBusyError`` and ``ObserverMissingError``.
        """
        running = self._captures.find(key)
        if running is not None and not running.is_over:
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
        # From here on an erasure stops the capture; one while it was opened could not.
        await self._keeper.called(key, exchange.client_address)
        return self._run(Opening(claimed, exchange, camera_name, self._identifiers.resume_token()), examination)

    async def resume(self, key: SessionKey, exchange: Exchange, token: str) -> RunningCapture:
        """Return the session's capture. Raises ``StreamNotResumableError``, and what ``SessionCapture.called`` raises.

        The session is looked for even where its capture is here: another process may just have erased it.
        """
        await self._keeper.called(key, exchange.client_address)
        capture = self._captures.find(key)
        if capture is None or not hmac.compare_digest(capture.resume_token.encode(), token.encode()):
            raise StreamNotResumableError(
                "There is no such capture to resume: it has ended, it runs in another process, or the token is wrong."
            )
        return capture

    def let_go(self, capture: RunningCapture, listener: StreamListener) -> None:
        """Let go of a connection that was lost; the capture waits for another one, but not for long."""
        if capture.detach(listener):
            loop = asyncio.get_running_loop()
            loop.call_later(self.limits.resume_seconds, _give_up, capture, capture.connections)

    async def close(self) -> None:
        """Give back the attempts whose captures run, and return when none does."""
        self._captures.stop_all()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _run(self, opening: Opening, examination: LiveExamination) -> RunningCapture:
        capture = RunningCapture(opening, self._keeper, self._clock, self.limits)
        self._captures.add(capture)
        task = asyncio.create_task(self._run_to_its_end(capture, examination))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return capture

    async def _run_to_its_end(self, capture: RunningCapture, examination: LiveExamination) -> None:
        session = capture.session
        timers = (
            self._at(session.token_expires_at, capture, Closure.TOKEN_EXPIRED),
            self._at(session.attempts[-1].deadline, capture, Closure.TIMED_OUT),
        )
        try:
            await capture.run(examination)
        finally:
            for timer in timers:
                timer.cancel()
            # Whoever lost the connection just before the end may still ask how it ended.
            asyncio.get_running_loop().call_later(self.limits.resume_seconds, self._captures.remove, capture)

    def _at(self, moment: datetime, capture: RunningCapture, closure: Closure) -> asyncio.TimerHandle:
        seconds = max((moment - self._clock.now()).total_seconds(), 0.0)
        return asyncio.get_running_loop().call_later(seconds, _time_out, capture, closure)


def _give_up(capture: RunningCapture, connections: int) -> None:
    if capture.connections == connections:
        _time_out(capture, Closure.TIMED_OUT)


def _time_out(capture: RunningCapture, closure: Closure) -> None:
    capture.refuse(TIMED_OUT.code, TIMED_OUT.message, closure)
