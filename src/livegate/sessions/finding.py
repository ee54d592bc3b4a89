"""How an upload was judged, and who judges it."""

from dataclasses import dataclass
from typing import Protocol

from livegate.sessions.capture_traces import CaptureTrace
from livegate.sessions.session import Outcome, Session, VerifyReference
from livegate.sessions.upload import Upload


@dataclass(frozen=True, slots=True)
class Finding:
    """How an upload was judged, and what to keep: the reference, the image if one was asked for, and the trace."""

    outcome: Outcome
    reference: VerifyReference | None
    image: bytes | None = None
    trace: CaptureTrace | None = None


class UploadExaminer(Protocol):
    """Looks at an upload on behalf of a session."""

    async def examine(self, session: Session, upload: Upload) -> Finding:
        """Return what the upload shows; unusable uploads end in a ``Refused`` outcome. Raises ``ObserverBusyError``."""


class References(Protocol):
    """Turns a verify image into a reference."""

    async def read(self, image: bytes) -> VerifyReference:
        """Return the reference. Raises ``VerifyImageRefusedError``, ``ObserverBusyError``."""
