"""``livegate erasure``: verify what a receipt says."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

from cyclopts import App, Parameter
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from livegate.access.signed_texts import SignedTextRefusedError
from livegate.access.signing_keys import SigningKeyError
from livegate.cli.terminal import say
from livegate.erasure_verification import Traces, prove_erasure
from livegate.operations.erasure_proof import Finding, Outcome, is_proven, read_receipt
from livegate.sessions.ports import StoreUnavailableError
from livegate.sessions.tombstones import ErasureChainError
from livegate.settings import Settings
from livegate.storage.master_key import MasterKeyError
from livegate.storage.secret_file import SecretFileError
from livegate.storage.sqlite.connection import UnusableDatabaseError

NOT_PROVEN, NOT_CHECKED = 1, 2
UNREADABLE = (
    OSError,
    MasterKeyError,
    SecretFileError,
    SigningKeyError,
    StoreUnavailableError,
    UnusableDatabaseError,
    ValueError,
)
"""What keeps a check from being made; it says nothing about the erasure."""


def build_command() -> App:
    """Return the verbs."""
    command = App(name="erasure", help="Verify what a receipt says of an erasure.")
    command.command(verify)
    return command


def verify(
    receipt: str,
    *,
    session_id: str | None = None,
    marker: tuple[Path, ...] = (),
    also: tuple[Path, ...] = (),
    jwks: Path | None = None,
    data_dir: Path | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> None:
    """Prove from the data that the session of a receipt is gone; status 0 proven, 1 not proven, 2 not to be checked.

    Parameters
    ----------
    receipt
        The receipt, a file with it, or - for standard input.
    session_id
        The erased session's id: its traces and its key are looked for in every file.
    marker
        A file with bytes that must be nowhere, such as a photo that was sent; may be repeated.
    also
        A folder or file to search beside the data directory, such as logs and temporary files; may be repeated.
    jwks
        A server's public keys (/.well-known/livegate-keys): the signature alone is verified, without its data.
    data_dir
        The server's data directory. [default: LIVEGATE_DATA_DIR]
    as_json
        Print the findings as JSON.
    """
    findings: list[Finding] = []
    status = 0
    try:
        text = _read(receipt)
        if jwks is not None:
            findings.extend(_signature_alone(text, jwks))
        else:
            settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
            # One by one, so that what was found before a failure is told.
            for finding in prove_erasure(settings, text, _traces(session_id, marker), also=also):
                findings.append(finding)  # noqa: PERF402  # see above
        status = 0 if is_proven(findings) else NOT_PROVEN
    except SignedTextRefusedError as error:
        findings.append(Finding("receipt", Outcome.NOT_PROVEN, str(error)))
        status = NOT_PROVEN
    except ErasureChainError as error:
        findings.append(Finding("chain", Outcome.NOT_PROVEN, str(error)))
        status = NOT_PROVEN
    except UNREADABLE as error:
        findings.append(Finding("access", Outcome.NOT_CHECKED, str(error)))
        status = NOT_CHECKED
    (_print_json if as_json else _print)(findings, status)
    sys.exit(status)


def _traces(session_id: str | None, markers: tuple[Path, ...]) -> Traces:
    """Raise ``ValueError`` for what is no session id, and for an empty marker."""
    return Traces(
        None if session_id is None else str(UUID(session_id)),
        {f"the content of {path}": _content(path) for path in markers},
    )


def _read(receipt: str) -> str:
    if receipt == "-":
        return sys.stdin.read().strip()
    # A receipt is longer than a path may be, and has no slash.
    return Path(receipt).read_text().strip() if receipt.count(".") != 2 or "/" in receipt else receipt  # noqa: PLR2004


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    if not content:
        raise ValueError(f"The file {path} is empty.")
    return content


def _signature_alone(text: str, jwks: Path) -> list[Finding]:
    _, finding = read_receipt(text, _published_keys(jwks))
    return [finding, Finding("data", Outcome.NOT_CHECKED, "the server's data was not looked at")]


def _published_keys(jwks: Path) -> Callable[[str], ECKey | None]:
    try:
        keys = [ECKey.import_key(key) for key in json.loads(jwks.read_text())["keys"]]
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ValueError(f"The file {jwks} is no JWK set.") from error
    return {key.thumbprint(): key for key in keys}.get


def _print(findings: Sequence[Finding], status: int) -> None:
    for finding in findings:
        say(f"{finding.outcome:<12} {finding.check:<11} {finding.detail}")
    is_partial = any(finding.outcome is Outcome.NOT_CHECKED for finding in findings)
    proven = "Proven, as far as it was checked." if is_partial else "The erasure is proven."
    words = {0: proven, NOT_PROVEN: "The erasure is NOT proven.", NOT_CHECKED: "It could not be checked."}
    say(f"\n{words[status]}")


def _print_json(findings: Sequence[Finding], status: int) -> None:
    members = [
        {"check": finding.check, "outcome": finding.outcome.value, "detail": finding.detail} for finding in findings
    ]
    say(json.dumps({"proven": status == 0, "status": status, "findings": members}, indent=2))
