"""Where a server's data lie."""

from dataclasses import dataclass
from pathlib import Path

from livegate.sessions.ports import ObjectStore
from livegate.storage.backup.manifest import DATABASE
from livegate.storage.sqlite.database import ERASURE_LOG


@dataclass(frozen=True, slots=True)
class DataPlace:
    """The data directory, and the images, which may lie elsewhere."""

    data_dir: Path
    objects: ObjectStore

    @property
    def database(self) -> Path:
        """The database's file."""
        return self.data_dir / DATABASE

    @property
    def erasure_log(self) -> Path:
        """The tombstones' file; there is none before the first erasure."""
        return self.data_dir / ERASURE_LOG
