"""The directory that holds the model files."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from livegate.vision.models.manifest import ModelEntry, Task


class ModelMissingError(Exception):
    """A model's file is not in the models directory, or another one in its place."""


class FileState(StrEnum):
    """How a file in the models directory compares with the manifest."""

    PRESENT = "present"
    MISSING = "missing"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class ModelState:
    """One model of the manifest, the path where its file belongs, and the state of that file."""

    entry: ModelEntry
    path: Path
    state: FileState


class ModelStore:
    """Finds model files by task and checks them against the manifest."""

    def __init__(self, directory: Path, manifest: Iterable[ModelEntry]) -> None:
        """``directory`` need not exist yet; ``manifest`` has one entry a task."""
        self.directory = directory
        self.manifest = tuple(manifest)
        self._by_task = {entry.task: entry for entry in self.manifest}

    def path(self, task: Task) -> Path:
        """Return the path of the task's model file.

        Raises ``ModelMissingError`` when it is not there or has another size, as one that was cut off.
        """
        entry = self._by_task[task]
        path = self.directory / entry.file_name
        if not path.is_file():
            raise ModelMissingError(
                f"The {entry.task} model {entry.file_name} is not in {self.directory}: run `livegate models install`."
            )
        if path.stat().st_size != entry.size:
            raise ModelMissingError(
                f"The {entry.task} model {entry.file_name} in {self.directory} is damaged: "
                "run `livegate models install`."
            )
        return path

    def verify(self) -> tuple[ModelState, ...]:
        """Read every file and compare its SHA-256 with the manifest's."""
        return tuple(
            ModelState(entry, path, _file_state(path, entry))
            for entry in self.manifest
            for path in (self.directory / entry.file_name,)
        )


def _file_state(path: Path, entry: ModelEntry) -> FileState:
    if not path.is_file():
        return FileState.MISSING
    with path.open("rb") as file:
        intact = hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
    return FileState.PRESENT if intact else FileState.ALTERED
