"""Taking single files out of package archives."""

import hashlib
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from livegate.vision.models.manifest import ModelEntry


class InstallError(Exception):
    """A model cannot be installed; the message is one sentence that says why and what to do."""


_NOTICE_BYTES_MAX = 1024 * 1024


def read_members(path: Path, entries: list[ModelEntry]) -> Mapping[str, bytes]:
    """Return the members that ``entries``, all of the package in ``path``, need: model files and licence texts.

    Nothing else is unpacked, and nothing to disk. Raises ``InstallError`` when the archive is not the published one,
    when a member is missing, or when a model is not what the manifest says.
    """
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != entries[0].archive_sha256:
            raise InstallError(f"{path.name} is not the archive that the manifest names: its SHA-256 differs.")
    limits = {entry.licence_member: _NOTICE_BYTES_MAX for entry in entries} | {
        entry.member: entry.size for entry in entries
    }
    try:
        members = _read_wheel(path, limits) if path.suffix == ".whl" else _read_tarball(path, limits)
    except (OSError, EOFError, KeyError, tarfile.TarError, zipfile.BadZipFile, zlib.error) as error:
        raise InstallError(f"{path.name} cannot be unpacked: {error}.") from error
    for entry in entries:
        if hashlib.sha256(members[entry.member]).hexdigest() != entry.sha256:
            raise InstallError(f"{entry.member} in {path.name} is not the model of the manifest: its SHA-256 differs.")
    return members


def _read_wheel(path: Path, limits: Mapping[str, int]) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        members = {}
        for name, limit in limits.items():
            with archive.open(name) as file:
                members[name] = _read(name, file, limit)
        return members


def _read_tarball(path: Path, limits: Mapping[str, int]) -> dict[str, bytes]:
    with tarfile.open(path, "r:gz") as archive:
        members = {}
        for name, limit in limits.items():
            file = archive.extractfile(name)
            if file is None:
                raise KeyError(f"{name} is not a file")
            members[name] = _read(name, file, limit)
        return members


def _read(name: str, file: IO[bytes], limit: int) -> bytes:
    content = file.read(limit + 1)
    if len(content) > limit:
        raise InstallError(f"{name} is larger than the {limit} bytes that the manifest allows.")
    return content
