"""What is found of a streamed capture, from frame to frame and at its end, and who finds it."""

from dataclasses import dataclass
from typing import Protocol

from livegate.liveness.challenge import Prompt
from livegate.liveness.evidence import Circumstances
from livegate.liveness.guidance import Guidance
from livegate.sessions.finding import Finding
from livegate.sessions.session import Session


@dataclass(frozen=True, slots=True)
class Look:
    """What one frame has led to: what to tell the person, and how far the capture is, 0..1.

    ``pending`` is the prompt to show now. ``is_enough``: no further frame is needed.
    """

    guidance: Guidance
    progress: float
    pending: Prompt | None
    is_enough: bool


@dataclass(frozen=True, slots=True)
class StreamedCapture:
    """A streamed capture at its end: seconds, number and digest of all frames received, and how they came."""

    duration: float
    total_frames: int
    digest: str
    circumstances: Circumstances


class LiveExamination(Protocol):
    """Looks at one streamed capture."""

    async def look_at(self, picture: bytes, captured_at: float) -> Look:
        """Look at a JPEG picture that was taken ``captured_at`` seconds after the first one.

        Raises ``UnreadableMediaError``, ``ObserverBusyError``.
        """

    async def conclude(self, capture: StreamedCapture) -> Finding:
        """Return what the capture shows. Raises ``ObserverBusyError``."""


class StreamExaminer(Protocol):
    """Looks at streamed captures on behalf of sessions."""

    async def open(self, session: Session, verify_image: bytes | None) -> LiveExamination:
        """Return what looks at the newest attempt of ``session``. Raises ``VerifyImageRefusedError``."""
