"""Sessions as they ought to be: plain values, worked out anew at each time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from livegate.sessions.ports import SessionKey
from tests.stateful.door import Order, View

SESSION_LIFETIME = timedelta(hours=48)
ATTEMPT_LIFETIME = timedelta(minutes=5)
REPEATABLE_TIME = timedelta(minutes=10)


@dataclass
class ModelAttempt:
    """An attempt; one without an end runs until its deadline and has failed then."""

    deadline: datetime
    ended_as: str | None = None

    def state(self, now: datetime) -> str:
        return self.ended_as or ("Running" if now < self.deadline else "Failed")


@dataclass
class ModelSession:
    """A session that was acknowledged, whatever has become of it."""

    order: Order
    session_id: str
    token: str
    created_at: datetime
    is_deleted: bool = False
    attempts: list[ModelAttempt] = field(default_factory=list)
    image_ids: list[str] = field(default_factory=list)

    @property
    def key(self) -> SessionKey:
        return SessionKey(self.order.resource, self.order.kind, self.session_id)

    def is_alive(self, now: datetime) -> bool:
        return not self.is_deleted and now < self.created_at + SESSION_LIFETIME

    def has_token(self, now: datetime) -> bool:
        return self.is_alive(now) and now < self.created_at + timedelta(seconds=self.order.token_lifetime)

    def is_repeatable(self, now: datetime) -> bool:
        return self.has_token(now) and now < self.created_at + REPEATABLE_TIME

    def running(self, now: datetime) -> ModelAttempt | None:
        return next((attempt for attempt in self.attempts[-1:] if attempt.state(now) == "Running"), None)

    def can_begin(self, now: datetime) -> bool:
        return self.running(now) is not None or len(self.attempts) < self.order.attempts_allowed

    def begin(self, now: datetime) -> ModelAttempt:
        """Start an attempt, or the running one anew."""
        running = self.running(now)
        if running is None:
            running = ModelAttempt(now)
            self.attempts.append(running)
        running.deadline = now + ATTEMPT_LIFETIME
        return running

    def view(self, now: datetime) -> View:
        states = tuple(attempt.state(now) for attempt in self.attempts)
        return View(self.session_id, self.token, states, tuple(self.image_ids))
