"""What a device does with a session: start an attempt, hand in its capture, end the attempt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

import msgspec
import numpy as np

from livegate.liveness.identity import (
    DEFAULT_CONFIDENCE_THRESHOLD,
    cosine_similarity,
    match_confidence,
    mean_embedding,
)
from livegate.liveness.judge import judge_capture
from livegate.liveness.observation import CaptureObservation, UnreadableMediaError
from livegate.liveness.operating_points import OperatingPoint
from livegate.liveness.verdict import Refusal, Verdict
from livegate.sessions.archive import SessionArchive
from livegate.sessions.errors import (
    AttemptConflictError,
    SessionNotFoundError,
    VerifyImageNotAllowedError,
    VerifyImageNotProvidedError,
)
from livegate.sessions.ports import Clock, Identifiers, Observer, SessionKey
from livegate.sessions.references import ReferenceReader
from livegate.sessions.session import (
    Attempt,
    Canceled,
    Exchange,
    Judged,
    Outcome,
    Refused,
    Session,
    SessionKind,
    Verification,
    VerifyReference,
)
from livegate.sessions.states import is_expired, is_token_expired, running_attempt
from livegate.sessions.transitions import claim_attempt, finish_attempt, release_attempt, start_attempt

HTTP_OK = 200
HTTP_BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class Upload:
    """What the device hands in: one video file or several JPEG frames in order, and its verify image if it brings one."""

    content: Sequence[bytes]
    verify_image: bytes | None = None

    @property
    def digest(self) -> str:
        """Upper-case hexadecimal SHA-256 over the content's bytes in order."""
        hasher = sha256()
        for part in self.content:
            hasher.update(part)
        return hasher.hexdigest().upper()
