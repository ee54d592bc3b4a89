"""What a magic correlation id forces upon its session."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from livegate.liveness.verdict import Decision
from livegate.sessions.errors import ScriptedRefusalError
from livegate.sessions.session import Session


class ScriptedCall(StrEnum):
    """The calls of an app backend that can be made to fail; reading covers the audit entries too."""

    CREATE = "create"
    READ = "read"
    DELETE = "delete"


class Age(StrEnum):
    """How old a session is when it is created."""

    NEW = "new"
    TOKEN_EXPIRED = "token-expired"  # noqa: S105  # the word of an id, not a secret
    SESSION_EXPIRED = "session-expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is forced. What is not said goes well: a real face, and in sessions with verify the reference's.

    ``client_error``: the attempt fails with it, in place of a decision. ``refused_call`` is answered with the error
    ``refusal`` of the doors' list. ``delay`` comes before every answer about the session.
    """

    decision: Decision = Decision.REAL_FACE
    is_identical: bool = True
    client_error: str | None = None
    refused_call: ScriptedCall | None = None
    refusal: str = ""
    age: Age = Age.NEW
    delay: timedelta = timedelta()

    @property
    def is_of_creation(self) -> bool:
        """Whether it acts on the creation alone, so that a device cannot bring it later."""
        return self.refused_call is ScriptedCall.CREATE or self.age is not Age.NEW

    def admit(self, call: ScriptedCall) -> None:
        """Raise ``ScriptedRefusalError`` when this call is the one to be refused."""
        if call is self.refused_call:
            raise ScriptedRefusalError(self.refusal)


def ids_of(session: Session) -> tuple[str | None, str | None]:
    """Return the session's correlation ids, whoever brought them."""
    return session.device_correlation_id, session.user_correlation_id
