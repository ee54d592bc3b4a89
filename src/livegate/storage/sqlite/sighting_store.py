"""Sightings on SQLite, as abuse monitoring asks for them; the session store writes and forgets them."""

from collections.abc import Sequence
from datetime import datetime

from livegate.sessions.abuse import Tally
from livegate.sessions.sightings import AttemptName, Subject
from livegate.storage import statements
from livegate.storage.rows import to_microseconds
from livegate.storage.sqlite.connection import ReadConnection
from livegate.storage.sqlite.database import SqliteDatabase


class SqliteSightingStore:
    """Finds sightings by subject; each method reads one state of the database."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def tally(self, subjects: Sequence[Subject], now: datetime) -> tuple[Tally, ...]:
        """Return, for each subject, its spoof attempts, and the users on it other than ``user_on_device``."""
        questions = [
            {"subject": subject.hashed, "user_on_device": subject.user_on_device, "now": to_microseconds(now)}
            for subject in subjects
        ]

        def read(connection: ReadConnection) -> tuple[Tally, ...]:
            return tuple(
                Tally(*connection.execute(statements.SELECT_TALLY, question).fetchone()) for question in questions
            )

        return await self._database.read(read)

    async def spoof_attempts(
        self, subjects: Sequence[Subject], now: datetime, *, limit: int
    ) -> tuple[AttemptName, ...]:
        """Return up to ``limit`` spoof attempts of any of the subjects whose sessions still exist, newest first."""
        questions = [{"subject": subject.hashed, "now": to_microseconds(now), "limit": limit} for subject in subjects]

        def read(connection: ReadConnection) -> tuple[AttemptName, ...]:
            seen_at = {
                AttemptName(session_id, attempt_id, image_id): moment
                for question in questions
                for moment, session_id, attempt_id, image_id in connection.execute(
                    statements.SELECT_SPOOF_ATTEMPTS, question
                )
            }
            newest_first = sorted(seen_at, key=lambda name: (-seen_at[name], name.session_id, name.attempt_id))
            return tuple(newest_first[:limit])

        return await self._database.read(read)
