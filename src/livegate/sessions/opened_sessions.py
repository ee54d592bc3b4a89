"""Sessions that were opened lately, so that one that is asked for again and again is not decrypted each time."""

from collections.abc import Collection
from typing import Final

from livegate.sessions.ports import SessionKey, key_of
from livegate.sessions.session import Session

MOST_KEPT: Final = 2_000
"""Some five megabytes with templates."""


class OpenedSessions:
    """The latest opened states of sessions; the store knows whether one still is the stored one (decision 0018)."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}

    def find(self, key: SessionKey) -> Session | None:
        """Return the session as it was opened last, or None."""
        found = self._sessions.get(key.session_id)
        return found if found is not None and key_of(found) == key else None

    def keep(self, session: Session) -> Session:
        """Keep a session's state and return it; the session kept longest makes room."""
        if session.session_id not in self._sessions and len(self._sessions) >= MOST_KEPT:
            del self._sessions[next(iter(self._sessions))]
        self._sessions[session.session_id] = session
        return session

    def ids(self) -> Collection[str]:
        """Return the ids of the sessions that are kept."""
        return self._sessions.keys()

    def forget(self, session_id: str) -> None:
        """Drop what is kept of one session."""
        self._sessions.pop(session_id, None)

    def forget_all(self) -> None:
        """Drop everything."""
        self._sessions.clear()
