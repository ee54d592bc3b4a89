"""The command and its verbs."""

import sys

from cyclopts import App
from pydantic import ValidationError

import livegate
from livegate.access.call_limits import CallLimitError
from livegate.access.resources import UnknownResourceError
from livegate.access.resources_file import ResourcesFileError
from livegate.access.signing_keys import SigningKeyError
from livegate.access.subscription_keys import KeyFileError
from livegate.access.token_content import UnreadableTokenError
from livegate.cli import erasure, keys, models
from livegate.cli.attempt import AttemptFailedError, attempt
from livegate.cli.backups import backup, restore
from livegate.cli.doctor import doctor
from livegate.cli.evaluate import UnknownOperatingPointError, evaluate
from livegate.cli.serve import serve
from livegate.evaluation.data_set import DataSetError
from livegate.operations.production_rules import ProductionRefusedError
from livegate.sessions.ports import StoreUnavailableError
from livegate.sessions.tombstones import ErasureChainError
from livegate.storage.backup.manifest import BackupError
from livegate.storage.master_key import MasterKeyError
from livegate.storage.objects import ObjectLocationError
from livegate.storage.secret_file import SecretFileError
from livegate.storage.sqlite.connection import UnusableDatabaseError
from livegate.vision.models.archive import InstallError
from livegate.vision.models.store import ModelMissingError

EXPECTED_FAILURES = (
    AttemptFailedError,
    BackupError,
    CallLimitError,
    DataSetError,
    ErasureChainError,
    InstallError,
    KeyFileError,
    MasterKeyError,
    ModelMissingError,
    OSError,
    ObjectLocationError,
    ProductionRefusedError,
    ResourcesFileError,
    SecretFileError,
    SigningKeyError,
    StoreUnavailableError,
    UnknownOperatingPointError,
    UnknownResourceError,
    UnreadableTokenError,
    UnusableDatabaseError,
)


def build_command() -> App:
    """Return the command with all of its verbs."""
    command = App(
        name="livegate",
        help="A self-hosted server for the Azure AI Face liveness-session API.",
        version=livegate.__version__,
    )
    command.command(serve)
    command.command(attempt)
    command.command(evaluate)
    command.command(models.build_command())
    command.command(keys.build_command())
    command.command(erasure.build_command())
    command.command(backup)
    command.command(restore)
    command.command(doctor)
    return command


def run_command() -> None:
    """Run the command; an expected failure ends in one sentence and status 1."""
    try:
        build_command()()
    except ValidationError as error:
        faults = (f"LIVEGATE_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in error.errors())
        sys.exit(f"livegate: {'; '.join(faults)}")
    except EXPECTED_FAILURES as error:
        sys.exit(f"livegate: {error}")
