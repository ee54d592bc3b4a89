"""Which model does which task, and where its file comes from."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files


class Task(StrEnum):
    """What a model is for."""

    FACE_LANDMARKS = "face-landmarks"
    PRESENTATION_ATTACK = "presentation-attack"
    RECOGNITION = "recognition"
    SECOND_RECOGNITION = "second-recognition"


class Registry(StrEnum):
    """Where a package is published."""

    PYPI = "pypi"
    NPM = "npm"


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model file.

    ``member`` and ``licence_member`` are paths inside the package's archive, ``file_name`` is the name in the models
    directory. ``size`` is in bytes; ``sha256`` (of the file) and ``archive_sha256`` are lower-case hex. ``licence`` is
    an SPDX identifier and ``provenance`` says how far it can be trusted. ``input`` and ``output`` describe tensors.
    """

    task: Task
    name: str
    registry: Registry
    package: str
    version: str
    archive_sha256: str
    member: str
    licence_member: str
    file_name: str
    size: int
    sha256: str
    licence: str
    provenance: str
    input: str
    output: str

    @property
    def notice_name(self) -> str:
        """Name of the licence notice that is kept beside the model file."""
        return f"{self.file_name}.NOTICE.txt"


def load_manifest() -> tuple[ModelEntry, ...]:
    """Read the manifest that is part of this package."""
    text = files(__package__).joinpath("manifest.toml").read_text(encoding="utf-8")
    return tuple(
        ModelEntry(**{**entry, "task": Task(entry["task"]), "registry": Registry(entry["registry"])})
        for entry in tomllib.loads(text)["models"]
    )
