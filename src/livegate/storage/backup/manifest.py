"""The manifest of a backup: what it holds, to the byte. It is written last, so that a folder with one is whole."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from livegate.storage.durable_file import create_file

MANIFEST: Final = "manifest.json"
DATABASE: Final = "livegate.db"
OBJECTS: Final = "objects"
_FORMAT: Final = 1


class BackupError(Exception):
    """A backup cannot be made or restored; the message is one sentence for the operator."""


class BackupFile(msgspec.Struct, frozen=True):
    """One file: its path in the backup, its size in bytes, its SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a backup holds, when it was begun, and by which version. ``format`` counts the forms of backups."""

    taken_at: datetime
    version: str
    schema_version: int
    sessions: int
    images: int
    files: tuple[BackupFile, ...]
    format: int = _FORMAT


def describe_files(folder: Path) -> tuple[BackupFile, ...]:
    """Return every file of a backup but the manifest, in the order of their paths."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return tuple(BackupFile(path.relative_to(folder).as_posix(), path.stat().st_size, _sha256(path)) for path in paths)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest; durable when this returns."""
    create_file(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup whose files are all as they were written. Raises ``BackupError``."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise BackupError(f"{folder} holds no whole backup: there is no {MANIFEST}.") from None
    except msgspec.DecodeError as error:
        raise BackupError(f"{folder / MANIFEST} cannot be read: {error}.") from None
    if manifest.format != _FORMAT:
        raise BackupError(f"The backup has format {manifest.format}; this livegate restores format {_FORMAT}.")
    found = {file.path: file for file in describe_files(folder)}
    for file in manifest.files:
        if found.get(file.path) != file:
            fault = "differs from what was written" if file.path in found else "is missing"
            raise BackupError(f"{folder / file.path} {fault}: the backup is not whole.")
        del found[file.path]
    if found:
        raise BackupError(f"{folder / next(iter(found))} is not in the {MANIFEST}: the backup was changed.")
    return manifest


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
