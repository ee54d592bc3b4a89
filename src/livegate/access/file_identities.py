"""What tells the keys that their file was replaced."""

from os import PathLike
from typing import Protocol

FileIdentity = tuple[int, int, int]


class FileIdentities(Protocol):
    """Looks at files."""

    def of(self, path: str | PathLike[str]) -> FileIdentity | None:
        """Return what changes when the file is replaced or written, or None when there is none. Raises ``OSError``."""

    def forget(self, path: str | PathLike[str]) -> None:
        """Look again, for the file was changed just now."""
