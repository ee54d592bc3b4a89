"""What a judged attempt leaves for abuse monitoring: keyed hashes of who took part, for a day."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """A correlation id or an address as a keyed hash of 32 bytes.

    ``user_on_device``, for a device: the user beside it, hashed with the device, so that it tells users of this device
    apart and is found nowhere else.
    """

    hashed: bytes
    user_on_device: bytes | None = None


@dataclass(frozen=True, slots=True)
class AttemptName:
    """What names an attempt to the app backend, and the session image of it, if one was kept."""

    session_id: str
    attempt_id: int
    image_id: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One subject of one judged attempt. When the session or the image is erased, its name is gone from here too."""

    subject: Subject
    attempt: AttemptName
    is_spoof: bool
    seen_at: datetime
    expires_at: datetime
