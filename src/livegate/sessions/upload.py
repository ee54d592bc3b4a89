"""What a device hands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Upload:
    """One video file or several JPEG frames in order, and the device's own verify image if it brings one."""

    content: Sequence[bytes]
    verify_image: bytes | None = None

    @property
    def digest(self) -> str:
        """Upper-case hexadecimal SHA-256 over the content's bytes in order."""
        hasher = sha256()
        for part in self.content:
            hasher.update(part)
        return hasher.hexdigest().upper()
