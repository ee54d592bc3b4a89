"""What a judged capture leaves behind, so that copies of it are known again."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CaptureTrace:
    """Keyed hashes of a capture's frames, 16 bytes each; it belongs to its session and is erased with it."""

    marks: tuple[bytes, ...]
    expires_at: datetime
