"""Packages of other ecosystems and versions, installed beside the environment for the tests that need them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

INSTALL_SECONDS = 300


def find_program(name: str, consequence: str = "what is written in JavaScript is not tested; install Node.js") -> str:
    """Return the program's path; where it is missing, CI fails and a developer's run skips, naming the consequence."""
    path = shutil.which(name)
    if path is not None:
        return path
    sentence = f"{name} is not installed, so {consequence}."
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def install_javascript(source: Path, folder: Path) -> Path:
    """Copy a JavaScript package to ``folder`` and install there what its lock file names, running none of its code."""
    npm = find_program("npm")
    installed = folder / source.name
    shutil.copytree(source, installed, ignore=shutil.ignore_patterns("node_modules"))
    _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], installed)
    return installed


def install_python(requirement: str, folder: Path) -> Path:
    """Install one Python package without what it depends on into ``folder``, for use as ``PYTHONPATH``."""
    options = ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--quiet"]
    _run([sys.executable, "-m", "pip", "install", *options, "--target", str(folder), requirement], folder)
    return folder


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(  # noqa: S603  # an installer with fixed options
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=INSTALL_SECONDS
    )
    if done.returncode != 0:
        pytest.fail(f"{' '.join(command)} failed:\n{done.stderr}", pytrace=False)
