"""The streamed captures that run in this process, by their sessions."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from livegate.liveness.observation import ObserverBusyError
from livegate.sessions.ports import SessionKey
from livegate.sessions.running_capture import Closure, RunningCapture, Stop


class RunningCaptures:
    """At most ``most`` at a time; also a ``SessionCache``, so that an erased session ends its capture at once."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._opening = 0
        self._captures: dict[str, RunningCapture] = {}

    def find(self, key: SessionKey) -> RunningCapture | None:
        """Return the session's capture, or None."""
        capture = self._captures.get(key.session_id)
        return capture if capture is not None and capture.key == key else None

    def add(self, capture: RunningCapture) -> None:
        """Keep a capture."""
        self._captures[capture.key.session_id] = capture

    def remove(self, capture: RunningCapture) -> None:
        """Forget a capture."""
        if self.find(capture.key) is capture:
            del self._captures[capture.key.session_id]

    @contextmanager
    def place(self, key: SessionKey) -> Iterator[None]:
        """Hold a place for a capture that is about to be opened; a session whose capture runs has one.

        Raises ``ObserverBusyError`` when none is free.
        """
        capture = self.find(key)
        if capture is not None and not capture.is_over:
            yield
            return
        running = sum(not capture.is_over for capture in self._captures.values())
        if running + self._opening >= self._most:
            raise ObserverBusyError(f"{self._most} captures are being streamed already.")
        self._opening += 1
        try:
            yield
        finally:
            self._opening -= 1

    def kept(self) -> Collection[str]:
        """Return the ids of the sessions whose captures are kept."""
        return self._captures.keys()

    def forget(self, session_id: str) -> None:
        """End the capture of an erased session; nothing of it is stored."""
        capture = self._captures.get(session_id)
        if capture is None:
            return
        if capture.is_over:
            self.remove(capture)
        else:
            capture.stop(Stop(None, Closure.SESSION_GONE))

    def forget_all(self) -> None:
        """Let captures go on: they last minutes, and the store takes nothing for a session that is gone."""

    def stop_all(self) -> None:
        """Give every attempt back, for this process ends."""
        for capture in tuple(self._captures.values()):
            capture.stop(Stop(None, Closure.STOPPING))
