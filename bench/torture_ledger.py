"""What callers were told before the server was killed, so that nobody has to believe the server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum


class Life(StrEnum):
    """``UNCERTAIN``: the server was killed before it had answered a DELETE; either is right until it is seen."""

    LIVING = "living"
    UNCERTAIN = "uncertain"
    ERASED = "erased"


@dataclass
class KnownSession:
    """A session that was acknowledged, and the attempts of it that were acknowledged as judged.

    ``is_spent``: its one attempt was begun, whether its answers came or not. ``is_busy``: a caller is using it.
    """

    session_id: str
    token: str
    attempts_judged: int = 0
    life: Life = Life.LIVING
    is_spent: bool = False
    is_busy: bool = False


@dataclass
class Ledger:
    """Of all callers together. ``creates_unanswered`` may have made a session each; ``receipts`` by session."""

    sessions: dict[str, KnownSession] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    creates_unanswered: int = 0
    calls_answered: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of_life(self, life: Life) -> list[KnownSession]:
        """Return the sessions that are living, erased, or either."""
        return [session for session in tuple(self.sessions.values()) if session.life is life]

    def add(self, session: KnownSession) -> None:
        """Take note of an answered create call."""
        with self._lock:
            self.sessions[session.session_id] = session

    def count_answered(self) -> None:
        """Take note of an answered call."""
        with self._lock:
            self.calls_answered += 1

    @contextmanager
    def creating(self) -> Iterator[None]:
        """Count a create call as unanswered, unless its answer comes."""
        with self._lock:
            self.creates_unanswered += 1
        yield
        with self._lock:
            self.creates_unanswered -= 1

    @contextmanager
    def reserved(self, choice: float) -> Iterator[KnownSession | None]:
        """Yield a living session that no other caller uses, chosen by a number from 0 to 1; None: there is none."""
        with self._lock:
            idle = [session for session in self.of_life(Life.LIVING) if not session.is_busy]
            session = idle[int(choice * len(idle))] if idle else None
            if session is not None:
                session.is_busy = True
        try:
            yield session
        finally:
            if session is not None:
                session.is_busy = False
