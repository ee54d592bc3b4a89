"""What the state machine does to sessions, whichever way it comes in."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Protocol

from livegate.sessions.ports import SessionKey
from livegate.sessions.session import SessionKind

RESOURCES = ("default", "other")
MAGIC_ID = "livegate-test-realface"
"""Test mode judges any bytes as a real face, through everything that a real upload goes through."""

VERIFY_IMAGE = b"any bytes"
UPLOAD = b"any bytes"


class Refusal(StrEnum):
    """Why a door does not do what was asked."""

    UNKNOWN = auto()
    TOKEN = auto()
    EXHAUSTED = auto()


class RefusedError(Exception):
    """A door refuses."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True)
class Order:
    """What a session is created from."""

    resource: str
    kind: SessionKind
    attempts_allowed: int
    token_lifetime: int


@dataclass(frozen=True)
class View:
    """What an app backend sees of a session: states of attempts, in v1.2's words, and session images, oldest first."""

    session_id: str
    token: str
    attempts: tuple[str, ...]
    image_ids: tuple[str, ...]


class Door(Protocol):
    """A way in. Every method raises ``RefusedError``."""

    async def open(self) -> None:
        """Begin, with what was kept before."""

    async def close(self) -> None:
        """End; what was acknowledged is kept."""

    async def create(self, order: Order, call_id: str | None) -> View: ...

    async def read(self, key: SessionKey) -> View: ...

    async def list_sessions(self, resource: str, kind: SessionKind, after: str, limit: int) -> list[str]: ...

    async def count_audit_entries(self, key: SessionKey) -> int: ...

    async def read_image(self, resource: str, image_id: str) -> bytes: ...

    async def delete(self, key: SessionKey) -> None: ...

    async def start(self, token: str) -> None: ...

    async def judge(self, token: str, kind: SessionKind) -> None: ...

    async def cancel(self, token: str) -> None: ...

    async def sweep(self) -> None: ...
