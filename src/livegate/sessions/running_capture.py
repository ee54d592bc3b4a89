"""One streamed capture while it runs: frames in, looks out, and at the end an outcome in the store."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import msgspec

from livegate.liveness.evidence import Circumstances
from livegate.liveness.observation import ObserverBusyError, UnreadableMediaError
from livegate.sessions.capture import SessionCapture, gave_up
from livegate.sessions.errors import AttemptConflictError, SessionNotFoundError
from livegate.sessions.finding import Finding
from livegate.sessions.live_finding import LiveExamination, Look, StreamedCapture
from livegate.sessions.ports import Clock, SessionKey, StoreUnavailableError, key_of
from livegate.sessions.received_frames import ReceivedFrames, StreamedFrame
from livegate.sessions.session import Canceled, Exchange, OperationMode, Refused, Session
from livegate.sessions.stream_limits import StreamLimits


class Closure(StrEnum):
    """Why a capture is over without an outcome that the device is told."""

    SESSION_GONE = "sessionGone"
    TOKEN_EXPIRED = "tokenExpired"  # noqa: S105  # a reason, not a secret
    TIMED_OUT = "timedOut"
    RULE_BROKEN = "ruleBroken"
    SUPERSEDED = "superseded"
    STOPPING = "stopping"
    UNAVAILABLE = "unavailable"


class StreamListener(Protocol):
    """The connection to the device. Every method returns at once."""

    def looked(self, look: Look) -> None:
        """A frame was looked at."""

    def dropped(self, total: int) -> None:
        """A frame was passed over, since a newer one came before it was looked at; ``total`` counts them all."""

    def ended(self, session: Session, last_sequence: int | None) -> None:
        """The newest attempt of ``session`` has its outcome, in which all frames up to ``last_sequence`` count."""

    def closed(self, closure: Closure) -> None:
        """Nothing more will be told."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A capture is not to go on: the outcome to store, None for an attempt that is given back, and what is told."""

    outcome: Refused | Canceled | None
    closure: Closure | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What a capture begins with: its claimed session, the device's call, its camera's name and the resume token."""

    claimed: Session
    exchange: Exchange
    camera_name: str | None
    resume_token: str


class RunningCapture:
    """Takes frames, looks at them one after the other, and stores what comes of them.

    Of the frames that come while one is looked at, the newest waits; the others are dropped.
    """

    def __init__(
        self,
        opening: Opening,
        keeper: SessionCapture,
        clock: Clock,
        limits: StreamLimits,
    ) -> None:
        self._opening = opening
        self._keeper = keeper
        self._clock = clock
        is_active = opening.claimed.request.operation_mode is OperationMode.PASSIVE_ACTIVE
        self._longest = limits.active_seconds if is_active else limits.passive_seconds
        self._frames = ReceivedFrames(limits)
        self._waiting: tuple[bytes, float] | None = None
        self._dropped = 0
        self._wake = asyncio.Event()
        self._is_finishing = False
        self._is_complete = False
        self._stop: Stop | None = None
        self._listener: StreamListener | None = None
        self._end: Session | Closure | None = None
        self._over = asyncio.Event()
        self.connections = 0
        """How many have been attached, one after the other."""

    @property
    def key(self) -> SessionKey:
        """The session's."""
        return key_of(self._opening.claimed)

    @property
    def session(self) -> Session:
        """The session as it was claimed."""
        return self._opening.claimed

    @property
    def resume_token(self) -> str:
        """What a new connection proves itself with."""
        return self._opening.resume_token

    @property
    def last_sequence(self) -> int | None:
        """The number of the last frame that was received."""
        return self._frames.last_sequence

    @property
    def is_over(self) -> bool:
        """Whether its outcome is stored, or it has none."""
        return self._end is not None

    def attach(self, listener: StreamListener) -> None:
        """Tell ``listener`` from now on; the one before is told that it was superseded."""
        before, self._listener = self._listener, listener
        self.connections += 1
        if before is not None:
            before.closed(Closure.SUPERSEDED)
        if self._end is not None:
            self._tell_end(self._end)

    def detach(self, listener: StreamListener) -> bool:
        """Forget ``listener``, and return whether it was the one that listened."""
        if self._listener is not listener:
            return False
        self._listener = None
        return True

    def take(self, frame: StreamedFrame) -> None:
        """Take a frame; one that comes after the last that counts is passed over.

        Raises what ``ReceivedFrames.take`` raises; the capture then waits to be stopped.
        """
        if self._is_complete:
            return
        captured_at = self._frames.take(frame, self._clock.now())
        if not self._frames.is_due(captured_at):
            return
        if self._waiting is not None:
            self._drop()
        self._waiting = (frame.picture, captured_at)
        self._wake.set()

    def finish(self) -> None:
        """Judge what has come, without waiting for more; frames that come later are passed over."""
        self._is_finishing = self._is_complete = True
        self._wake.set()

    def stop(self, stop: Stop) -> None:
        """Do not go on. A capture that is being judged already is left to its verdict."""
        self._stop = self._stop or stop
        self._wake.set()

    def cancel(self, code: str, message: str) -> None:
        """Stop because the device gives the attempt up."""
        self.stop(Stop(gave_up(code, message)))

    def refuse(self, code: str, message: str, closure: Closure | None = None) -> None:
        """Stop with a client error, or give the attempt back where no frame has come yet."""
        refused = Refused(code=code, message=message, digest=self._frames.digest) if len(self._frames) else None
        self.stop(Stop(refused, closure))

    async def wait_until_over(self) -> None:
        """Return when its outcome is stored, or it has none."""
        await self._over.wait()

    async def run(self, examination: LiveExamination) -> None:
        """Look at the frames until there are enough, or until the capture is stopped; then store what came of it."""
        try:
            stop = await self._look(examination)
            self._is_complete = True
            end = await self._store(stop, examination)
        except (SessionNotFoundError, AttemptConflictError):
            end = Closure.SESSION_GONE
        except (ObserverBusyError, StoreUnavailableError):
            await self._keeper.release(self._opening.claimed)
            end = Closure.UNAVAILABLE
        except BaseException:
            self._conclude_with(Closure.UNAVAILABLE)
            await self._keeper.release(self._opening.claimed)
            raise
        self._conclude_with(end)

    async def _look(self, examination: LiveExamination) -> Stop | None:
        """Return why to stop, or None when the capture is to be judged."""
        while self._stop is None:
            waiting, self._waiting = self._waiting, None
            if waiting is not None:
                look = await self._look_at(examination, *waiting)
                if look is not None and (look.is_enough or waiting[1] >= self._longest):
                    return self._stop
            elif self._is_finishing:
                return None
            else:
                await self._wake.wait()
            self._wake.clear()
        return self._stop

    async def _look_at(self, examination: LiveExamination, picture: bytes, captured_at: float) -> Look | None:
        try:
            look = await examination.look_at(picture, captured_at)
        except ObserverBusyError:
            self._drop()
            return None
        except UnreadableMediaError as error:
            self.refuse(error.fault, error.detail)
            return None
        if self._listener is not None:
            self._listener.looked(look)
        return look

    def _drop(self) -> None:
        self._dropped += 1
        if self._listener is not None:
            self._listener.dropped(self._dropped)

    async def _store(self, stop: Stop | None, examination: LiveExamination) -> Session | Closure:
        claimed, frames = self._opening.claimed, self._frames
        if stop is not None and stop.closure is Closure.SESSION_GONE:
            return Closure.SESSION_GONE
        if stop is not None and stop.outcome is None:
            await self._keeper.release(claimed)
            return stop.closure or Closure.UNAVAILABLE
        if stop is not None and stop.outcome is not None:
            finding = Finding(stop.outcome, claimed.reference)
        else:
            finding = await examination.conclude(self._capture())
        exchange = msgspec.structs.replace(self._opening.exchange, content_length=frames.bytes)
        session = await self._keeper.finish(claimed, finding, exchange)
        return (stop and stop.closure) or session

    def _capture(self) -> StreamedCapture:
        circumstances = Circumstances(camera_name=self._opening.camera_name, arrivals=self._frames.arrivals)
        return StreamedCapture(self._frames.duration, len(self._frames), self._frames.digest, circumstances)

    def _conclude_with(self, end: Session | Closure) -> None:
        self._end = end
        self._over.set()
        self._tell_end(end)

    def _tell_end(self, end: Session | Closure) -> None:
        if self._listener is None:
            return
        if isinstance(end, Closure):
            self._listener.closed(end)
        else:
            self._listener.ended(end, self.last_sequence)
